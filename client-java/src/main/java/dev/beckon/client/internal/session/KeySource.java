package dev.beckon.client.internal.session;

/** Where session keys come from. */
public interface KeySource {

    /** A fresh key: 16-64 bytes that nobody can guess. */
    byte[] next();
}
