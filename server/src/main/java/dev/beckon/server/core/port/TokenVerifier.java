package dev.beckon.server.core.port;

import dev.beckon.server.core.peer.Access;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Port: verifies access tokens. Called on any thread; must not block; a stage that completes exceptionally means that
 * no verdict is possible now, for instance because the key server was never reached.
 */
public interface TokenVerifier {

    /**
     * Verifies a token.
     *
     * @param token the text after "Bearer" in the call's metadata; null if there was none
     */
    CompletionStage<Verdict> verify(@Nullable String token);

    /**
     * Returns whether the token behind an access was revoked after its verification. Sessions that use it are then
     * ended.
     *
     * @return false if tokens cannot be revoked
     */
    default boolean isRevoked(Access access) {
        return false;
    }

    /** The result of a verification. */
    sealed interface Verdict {

        /** The token is valid. */
        record Valid(Access access) implements Verdict {}

        /**
         * The token is refused.
         *
         * @param message the reason as text, without the token
         * @param retryAfter when trying again may help; null if only another token can help
         */
        record Refused(Problem problem, String message, @Nullable Duration retryAfter) implements Verdict {

            /** Creates a refusal that only another token can resolve. */
            public Refused(Problem problem, String message) {
                this(problem, message, null);
            }
        }
    }

    /** Why a token is refused. */
    enum Problem {
        MISSING,
        INVALID,
        EXPIRED,
        REVOKED,
        /** The signing key is not known, not yet or no longer. Another token helps, or waiting. */
        KEY_UNKNOWN,
        /** The token is valid only later, because the issuer's clock is ahead. The same token will be valid then. */
        NOT_YET_VALID,
        /** The keys cannot be fetched now. The same token may be valid. */
        KEYS_UNAVAILABLE;

        /** Returns whether the same token may be accepted later. */
        public boolean isTemporary() {
            return this == NOT_YET_VALID || this == KEYS_UNAVAILABLE;
        }
    }
}
