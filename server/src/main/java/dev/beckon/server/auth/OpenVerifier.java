package dev.beckon.server.auth;

import dev.beckon.server.core.peer.Access;
import dev.beckon.server.core.port.TokenVerifier;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Grants everything to everyone; used when no key for tokens is configured. Tokens are ignored. */
public final class OpenVerifier implements TokenVerifier {

    private static final Verdict OPEN = new Verdict.Valid(Access.OPEN);

    @Override
    public CompletionStage<Verdict> verify(@Nullable String token) {
        return CompletableFuture.completedFuture(OPEN);
    }
}
