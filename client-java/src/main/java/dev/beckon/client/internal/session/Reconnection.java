package dev.beckon.client.internal.session;

import org.jspecify.annotations.Nullable;

/**
 * Decides what to do when a stream ends: whether to reconnect, with which session, and when.
 *
 * <p>Owned by its machine.
 */
final class Reconnection {

    /** What to do. */
    static final class Decision {
        final StreamEnd why;
        final boolean isStop;
        final boolean isAnew;
        final long delayMillis;

        private Decision(StreamEnd why, boolean isStop, boolean isAnew, long delayMillis) {
            this.why = why;
            this.isStop = isStop;
            this.isAnew = isAnew;
            this.delayMillis = delayMillis;
        }

        private static Decision stop(StreamEnd why) {
            return new Decision(why, true, false, 0);
        }
    }

    private final Attempts attempts;
    private final Tokens tokens;
    private boolean welcomed;
    private long notBeforeMillis;

    Reconnection(Backoff backoff, Tokens tokens) {
        attempts = new Attempts(backoff);
        this.tokens = tokens;
    }

    /** The app connects again. */
    void reset(long nowMillis) {
        attempts.reset();
        welcomed = false;
        notBeforeMillis = nowMillis;
    }

    void onWelcome(long nowMillis) {
        attempts.onWelcome(nowMillis);
        welcomed = true;
    }

    /** The server asked the client to wait at least this long before reconnecting. */
    void onHint(long nowMillis, long delayMillis) {
        notBeforeMillis = Math.max(notBeforeMillis, nowMillis + delayMillis);
    }

    /** How long the server still wants to be left alone. */
    long hintMillis(long nowMillis) {
        return Math.max(0, notBeforeMillis - nowMillis);
    }

    /** The live stream is checked for a good reason: if it is dead, the next attempt is made at once. */
    void onCheck() {
        attempts.reset();
    }

    /**
     * There is a good reason for an attempt now. Returns how long to wait nevertheless, because the server asked for
     * it.
     */
    long atOnceMillis(long nowMillis) {
        attempts.spendFirst();
        return hintMillis(nowMillis);
    }

    /** The stream ended, was abandoned, or could not be opened; {@code order} is the go-away that preceded it. */
    Decision onLost(StreamEnd end, @Nullable GoAway order, long nowMillis) {
        Verdict verdict = Verdict.of(end, welcomed);
        if (order != null && verdict == Verdict.RETRY) {
            return onGone(order, nowMillis);
        }
        switch (verdict) {
            case RETRY:
                return retry(end, false, nowMillis);
            case RETRY_ANEW:
                return retry(end, true, nowMillis);
            case RENEW_TOKEN:
                return onTokenRefused(end, nowMillis);
            case STOP:
                return Decision.stop(end);
        }
        throw new AssertionError(verdict);
    }

    private Decision onTokenRefused(StreamEnd end, long nowMillis) {
        boolean mayHelpLater = end.source() == StreamEnd.Source.BECKON && end.retryAfterMillis() > 0;
        switch (tokens.onRefused(mayHelpLater)) {
            case ASK_AT_ONCE:
                return retryWithToken(end, nowMillis);
            case ASK_LATER:
                return retry(end, false, nowMillis);
            case GIVE_UP:
                // Only a Beckon server may stop a client that was welcomed; a proxy may refuse tokens too.
                return welcomed && end.source() != StreamEnd.Source.BECKON
                        ? retry(end, false, nowMillis)
                        : Decision.stop(end);
        }
        throw new AssertionError();
    }

    /** A hello that was refused because of its token is repeated at once; this does not count as an attempt. */
    private Decision retryWithToken(StreamEnd end, long nowMillis) {
        if (attempts.wasWelcomed()) {
            return retry(end, false, nowMillis);
        }
        onHint(nowMillis, end.retryAfterMillis());
        return new Decision(end, false, false, Math.max(0, notBeforeMillis - nowMillis));
    }

    private Decision onGone(GoAway order, long nowMillis) {
        StreamEnd why = StreamEnd.wentAway(order);
        if (order.action() == GoAway.Action.STOP) {
            return Decision.stop(why);
        }
        attempts.onPlannedLoss();
        boolean anew = order.action() == GoAway.Action.REGISTER_ANEW;
        return new Decision(why, false, anew, Math.max(0, notBeforeMillis - nowMillis));
    }

    private Decision retry(StreamEnd end, boolean anew, long nowMillis) {
        long delay = attempts.onLoss(nowMillis);
        if (delay < 0) {
            return Decision.stop(end);
        }
        onHint(nowMillis, end.retryAfterMillis());
        return new Decision(end, false, anew, Math.max(delay, notBeforeMillis - nowMillis));
    }
}
