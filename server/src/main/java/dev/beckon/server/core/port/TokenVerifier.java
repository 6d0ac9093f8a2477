package dev.beckon.server.core.port;

import dev.beckon.server.core.peer.Access;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Port: what an access token is worth. Called on any thread; must not block; a stage that completes exceptionally means
 * that it cannot be told now, for instance because the key server was never reached.
 */
public interface TokenVerifier {

    /**
     * Tells what a token is worth.
     *
     * @param token what followed "Bearer" in the call's metadata; null if there was none
     */
    CompletionStage<Verdict> verify(@Nullable String token);

    /**
     * Whether the token behind an access was revoked after it was shown. Sessions that rest on it are then ended.
     *
     * @return false where tokens cannot be revoked
     */
    default boolean isRevoked(Access access) {
        return false;
    }

    /** What a token is worth. */
    sealed interface Verdict {

        /** It lets its holder in. */
        record Valid(Access access) implements Verdict {}

        /**
         * It does not.
         *
         * @param message why, in words, without the token
         * @param retryAfter when trying again may help; null if only another token can help
         */
        record Refused(Problem problem, String message, @Nullable Duration retryAfter) implements Verdict {

            /** Only another token can help. */
            public Refused(Problem problem, String message) {
                this(problem, message, null);
            }
        }
    }

    /** Why a token does not let its holder in. */
    enum Problem {
        MISSING,
        INVALID,
        EXPIRED,
        REVOKED,
        /** It is signed by a key that is not known here: not yet, or no longer. Another token helps, or time does. */
        KEY_UNKNOWN,
        /** It is good from a later time on: the clock of whoever signed it is ahead. The same token is good then. */
        NOT_YET_VALID,
        /** The keys cannot be fetched now. The same token may be good. */
        KEYS_UNAVAILABLE;

        /** Whether the token is not at fault: the same one is to be shown again later. */
        public boolean isTemporary() {
            return this == NOT_YET_VALID || this == KEYS_UNAVAILABLE;
        }
    }
}
