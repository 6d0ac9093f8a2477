package dev.beckon.benchmark.client;

/** Where a peer's messages go. Called on the event loop of its connection. */
public interface Inbox {

    /** A message of the protocol came. The bytes belong to the receiver. */
    void onMessage(byte[] message);

    /** The server refused something, or ended the connection unasked: the measurement is void. */
    void onFault(Throwable fault);
}
