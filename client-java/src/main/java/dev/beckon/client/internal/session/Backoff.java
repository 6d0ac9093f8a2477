package dev.beckon.client.internal.session;

/** How long to wait before an attempt. */
public interface Backoff {

    /** Milliseconds to wait before this attempt after a loss, counted from 0; negative: give up. */
    long delayMillis(int attempt);
}
