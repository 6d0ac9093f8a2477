package dev.beckon.client;

/**
 * Where a client stands.
 *
 * <pre>
 *                                   welcome
 *   IDLE --connect--> CONNECTING -------------&gt; LIVE
 *                      ^      |                  |
 *                      |      | failed           | lost
 *          delay is up |      v                  |
 *                      +-- WAITING &lt;-------------+
 *
 *   CONNECTING, LIVE, WAITING --will not come back by itself--&gt; STOPPED --connect--&gt; CONNECTING
 *   any --close--&gt; CLOSING --bye was said--&gt; CLOSED
 * </pre>
 */
public enum State {
    /** Not connected yet. What is sent waits. */
    IDLE,
    /** On the way to the server. What is sent waits. */
    CONNECTING,
    /** Registered: other peers reach this one. */
    LIVE,
    /**
     * The connection was lost or could not be made; the next attempt comes by itself, or when there is a network again.
     * What is sent waits.
     */
    WAITING,
    /** The client does not come back by itself; the reason was told. What is sent is not. */
    STOPPED,
    /** The app closed the client, which still says what was sent before, and bye: 2 s at the most. */
    CLOSING,
    /** The end. No callback follows, except results of what is sent all the same. */
    CLOSED
}
