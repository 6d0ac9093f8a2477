package dev.beckon.server.core.peer;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Proves that two hellos belong to the same session. Only the SHA-256 of the client's secret is kept. */
public final class SessionKey {

    private final byte[] hash;

    private SessionKey(byte[] hash) {
        this.hash = hash;
    }

    public static SessionKey ofSecret(byte[] secret) {
        try {
            return new SessionKey(MessageDigest.getInstance("SHA-256").digest(secret));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** Compares in constant time. */
    public boolean matches(SessionKey other) {
        return MessageDigest.isEqual(hash, other.hash);
    }

    @Override
    public String toString() {
        return "SessionKey[hidden]";
    }
}
