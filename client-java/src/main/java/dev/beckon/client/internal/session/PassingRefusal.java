package dev.beckon.client.internal.session;

import dev.beckon.client.outcome.Notice;

/** A refusal that says that the server may accept the same frame later. */
final class PassingRefusal {

    /** How long to wait before the frame is sent again if the server does not say. */
    private static final long RETRY_MILLIS = 1_000;

    private PassingRefusal() {}

    static boolean is(Notice refusal) {
        return refusal.code() == Notice.Code.UNAVAILABLE || refusal.code() == Notice.Code.RATE_LIMITED;
    }

    /** Returns how long to wait before the frame is sent again. */
    static long delayMillis(Notice refusal) {
        long asked = refusal.retryAfterMillis();
        return asked < 0 ? RETRY_MILLIS : asked;
    }
}
