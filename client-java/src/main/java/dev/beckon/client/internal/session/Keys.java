package dev.beckon.client.internal.session;

/**
 * The key of the current session and of the one that it replaces.
 *
 * <p>Owned by its machine.
 */
final class Keys {

    static final byte[] NONE = {};

    private final KeySource source;
    private byte[] current;
    private byte[] replaced = NONE;
    private boolean welcomed = true;
    private int attempt;

    /** Starts with the key of an earlier session, which the first one replaces; empty for none. */
    Keys(KeySource source, byte[] earlier) {
        this.source = source;
        current = earlier;
    }

    /**
     * A new session starts. If the previous one still holds the peer id, it is replaced. Without a welcome there was no
     * previous one as far as this client knows: the key stays, in case a hello started a session whose welcome was lost.
     */
    void renew() {
        if (welcomed) {
            replaced = current;
            current = source.next();
            welcomed = false;
            attempt = 0;
        }
    }

    /** Another hello with the current key is sent. */
    void onHello() {
        attempt++;
    }

    /** The session holds the peer id: there is nothing left to replace. */
    void onWelcome() {
        welcomed = true;
        replaced = NONE;
    }

    byte[] current() {
        return current;
    }

    byte[] replaced() {
        return replaced;
    }

    /** Returns the number of hellos with the current key. */
    int attempt() {
        return attempt;
    }
}
