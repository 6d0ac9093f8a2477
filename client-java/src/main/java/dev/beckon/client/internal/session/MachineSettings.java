package dev.beckon.client.internal.session;

/** The settings of a machine. Immutable, except for the profile, which the machine keeps up to date. */
public final class MachineSettings {

    private final Profile profile;
    private final Backoff backoff;
    private final KeySource keySource;
    private final long connectTimeoutMillis;
    private final boolean hasTokenProvider;
    private byte[] earlierKey = Keys.NONE;

    /**
     * Creates settings.
     *
     * @param profile the initial display name and attributes of this peer
     * @param backoff how long to wait before an attempt
     * @param keySource generates session keys
     * @param connectTimeoutMillis how long an attempt may take, until the welcome
     * @param hasTokenProvider whether the app supplies access tokens
     */
    public MachineSettings(
            Profile profile,
            Backoff backoff,
            KeySource keySource,
            long connectTimeoutMillis,
            boolean hasTokenProvider) {
        this.profile = profile;
        this.backoff = backoff;
        this.keySource = keySource;
        this.connectTimeoutMillis = connectTimeoutMillis;
        this.hasTokenProvider = hasTokenProvider;
    }

    /** Sets the key of an earlier session that the first one replaces; empty for none. Not thread-safe. */
    public MachineSettings replacing(byte[] key) {
        earlierKey = key;
        return this;
    }

    byte[] earlierKey() {
        return earlierKey;
    }

    Profile profile() {
        return profile;
    }

    Backoff backoff() {
        return backoff;
    }

    KeySource keySource() {
        return keySource;
    }

    long connectTimeoutMillis() {
        return connectTimeoutMillis;
    }

    boolean hasTokenProvider() {
        return hasTokenProvider;
    }
}
