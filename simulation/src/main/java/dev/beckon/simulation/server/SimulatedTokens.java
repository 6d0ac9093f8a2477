package dev.beckon.simulation.server;

import dev.beckon.server.core.peer.Access;
import dev.beckon.server.core.peer.Grants;
import dev.beckon.server.core.port.TokenVerifier;
import dev.beckon.simulation.time.World;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Access tokens of the form "subject expiry", expiry in nanoseconds of virtual time. */
public final class SimulatedTokens implements TokenVerifier {

    private final World world;
    private final Line line;
    private final boolean required;

    SimulatedTokens(World world, Line line, boolean required) {
        this.world = world;
        this.line = line;
        this.required = required;
    }

    /** Returns a token. */
    public static String token(String subject, long expiresAt) {
        return subject + "@" + expiresAt;
    }

    @Override
    public CompletionStage<Verdict> verify(@Nullable String token) {
        return line.call(() -> CompletableFuture.completedFuture(worth(token)));
    }

    private Verdict worth(@Nullable String token) {
        if (!required) {
            return new Verdict.Valid(Access.OPEN);
        }
        if (token == null) {
            return new Verdict.Refused(Problem.MISSING, "none");
        }
        List<String> parts = List.of(token.split("@", 2));
        long expiresAt = Long.parseLong(parts.getLast());
        return expiresAt <= world.now()
                ? new Verdict.Refused(Problem.EXPIRED, "expired")
                : new Verdict.Valid(
                        new Access(parts.getFirst(), "", null, Instant.EPOCH.plusNanos(expiresAt), Grants.ALL));
    }
}
