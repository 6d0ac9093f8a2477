package dev.beckon.client.internal.session;

/** Generates session keys. */
public interface KeySource {

    /** Returns a new key: 16-64 unpredictable bytes. */
    byte[] next();
}
