package dev.beckon.client;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/** A request for an access token. Only the first answer counts. Thread-safe. */
public final class TokenRequest {

    /** Receives an answer. */
    interface Answer {
        void take(String text);
    }

    private final Answer onToken;
    private final Answer onFailure;
    private final AtomicBoolean answered = new AtomicBoolean();

    TokenRequest(Answer onToken, Answer onFailure) {
        this.onToken = onToken;
        this.onFailure = onFailure;
    }

    /**
     * Answers with a token.
     *
     * @param accessToken the token, without "Bearer"
     */
    public void succeed(String accessToken) {
        Objects.requireNonNull(accessToken, "accessToken");
        if (answered.compareAndSet(false, true)) {
            onToken.take(accessToken);
        }
    }

    /**
     * Answers that no token is available now.
     *
     * @param why a description for {@link SignalingException}
     */
    public void fail(String why) {
        Objects.requireNonNull(why, "why");
        if (answered.compareAndSet(false, true)) {
            onFailure.take(why);
        }
    }
}
