package dev.beckon.client.internal.session;

/**
 * The key of the present session, and of the one that it replaces.
 *
 * <p>Owned by its machine.
 */
final class Keys {

    static final byte[] NONE = {};

    private final KeySource source;
    private byte[] current;
    private byte[] replaced = NONE;
    private int attempt;

    /** Begins with the key of an earlier session, which the first one replaces; empty if there is none. */
    Keys(KeySource source, byte[] earlier) {
        this.source = source;
        current = earlier;
    }

    /** Another session begins. If the one before still holds the peer id, it is to be replaced. */
    void renew() {
        replaced = current;
        current = source.next();
        attempt = 0;
    }

    /** Another hello shows the present key. */
    void onHello() {
        attempt++;
    }

    /** The session has the peer id: there is nothing to replace any more. */
    void onWelcome() {
        replaced = NONE;
    }

    byte[] current() {
        return current;
    }

    byte[] replaced() {
        return replaced;
    }

    /** How many hellos have shown the present key. */
    int attempt() {
        return attempt;
    }
}
