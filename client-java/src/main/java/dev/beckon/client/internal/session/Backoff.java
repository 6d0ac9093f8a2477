package dev.beckon.client.internal.session;

/** Decides how long to wait before an attempt. */
public interface Backoff {

    /** Returns the milliseconds to wait before this attempt after a loss, counted from 0; negative to give up. */
    long delayMillis(int attempt);
}
