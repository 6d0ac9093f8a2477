package dev.beckon.client;

/**
 * The state of a client.
 *
 * <pre>
 *                                   welcome
 *   IDLE --connect--> CONNECTING -------------&gt; LIVE
 *                      ^      |                  |
 *                      |      | failed           | lost
 *          delay is up |      v                  |
 *                      +-- WAITING &lt;-------------+
 *
 *   CONNECTING, LIVE, WAITING --no automatic reconnect--&gt; STOPPED --connect--&gt; CONNECTING
 *   any --close--&gt; CLOSING --bye was sent--&gt; CLOSED
 * </pre>
 */
public enum State {
    /** Not connected yet. Messages wait. */
    IDLE,
    /** Connecting to the server. Messages wait. */
    CONNECTING,
    /** Registered: other peers can reach this peer. */
    LIVE,
    /**
     * The connection was lost or could not be established. The next attempt is made automatically after a delay, or
     * when there is a network again. Messages wait.
     */
    WAITING,
    /** The client does not reconnect; the listener received the reason. Messages are not sent. */
    STOPPED,
    /** The app closed the client, which still sends the messages sent before and bye, for at most 2 s. */
    CLOSING,
    /** The final state. No callback follows, except results of messages that are sent nevertheless. */
    CLOSED
}
