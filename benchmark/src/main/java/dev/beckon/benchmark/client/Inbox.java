package dev.beckon.benchmark.client;

/** Receives the messages of a peer. Called on the event loop of its connection. */
public interface Inbox {

    /** A message of the protocol arrived. The receiver owns the bytes. */
    void onMessage(byte[] message);

    /** The server refused something or ended the connection unexpectedly: the measurement is invalid. */
    void onFault(Throwable fault);
}
