package dev.beckon.client.internal.session;

import dev.beckon.client.outcome.Notice;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the access token of a live session before it expires: asks the app and sends its token to the server,
 * repeatedly with growing delays until the server has accepted a newer token. The server ends the session when the old
 * token has expired, so this does not need the clock.
 *
 * <p>Owned by its machine.
 */
final class TokenRefresh {

    /** The delay before asking again if the reconnect policy gives up or does not wait. */
    private static final long MIN_DELAY_MILLIS = 250;

    private static final long MAX_DELAY_MILLIS = 20_000;

    private final ClientPort port;
    private final Session session;
    private final Tokens tokens;
    private final Timers timers;
    private final Backoff backoff;
    private final long answerTimeoutMillis;
    private @Nullable String expiring;
    private @Nullable String shown;
    private int attempt;
    private Timers.@Nullable Timer timer;

    TokenRefresh(ClientPort port, Session session, Tokens tokens, Timers timers, MachineSettings settings) {
        this.port = port;
        this.session = session;
        this.tokens = tokens;
        this.timers = timers;
        backoff = settings.backoff();
        answerTimeoutMillis = settings.connectTimeoutMillis();
    }

    /** The server reports that the token expires soon. Returns whether the app can be asked for another one. */
    boolean onExpiring() {
        if (tokens.hasProvider() && !isDue()) {
            expiring = tokens.current();
            attempt = 0;
            ask();
        }
        return tokens.hasProvider();
    }

    /** A stream was welcomed with the current token. */
    void onWelcome() {
        if (!isDue()) {
            return;
        }
        String token = tokens.current();
        if (token != null && token.equals(expiring)) {
            ask();
        } else {
            stop();
        }
    }

    /** The app supplied a token. */
    void onToken(String token) {
        if (!isDue()) {
            return;
        }
        if (token.equals(expiring)) {
            again(0);
            return;
        }
        show(token);
    }

    private void show(String token) {
        shown = token;
        cancelTimer();
        session.refreshToken(token);
    }

    /** The app has no token at the moment. */
    void onFailed() {
        if (isDue()) {
            again(0);
        }
    }

    /** The server accepted the token that was sent last. */
    void onTaken() {
        stop();
    }

    /** The server refused the token that was sent last. Returns whether it may accept the same one later. */
    boolean onRefused(Notice refusal) {
        if (!isDue()) {
            return false;
        }
        boolean passing = PassingRefusal.is(refusal);
        if (!passing) {
            shown = null;
        }
        again(Math.max(0, refusal.retryAfterMillis()));
        return passing;
    }

    /** The stream has ended. A refresh that is due stays due. */
    void onDetached() {
        cancelTimer();
        shown = null;
    }

    /** No refresh is due any more. */
    void stop() {
        cancelTimer();
        expiring = null;
        shown = null;
    }

    private boolean isDue() {
        return expiring != null;
    }

    private void ask() {
        schedule(this::onNoAnswer, answerTimeoutMillis);
        if (tokens.ask()) {
            port.fetchToken();
        }
    }

    private void onNoAnswer() {
        tokens.giveUpAsking();
        again(0);
    }

    private void again(long leastMillis) {
        attempt++;
        long delay = backoff.delayMillis(attempt);
        if (delay < 0) {
            delay = MAX_DELAY_MILLIS;
        }
        schedule(this::onDelayOver, Math.max(leastMillis, Math.max(MIN_DELAY_MILLIS, delay)));
    }

    private void onDelayOver() {
        String present = shown;
        if (present != null) {
            show(present);
        } else {
            ask();
        }
    }

    private void schedule(Runnable task, long delayMillis) {
        cancelTimer();
        timer = timers.schedule(task, delayMillis);
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
