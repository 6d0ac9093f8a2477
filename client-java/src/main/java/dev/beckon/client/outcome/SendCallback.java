package dev.beckon.client.outcome;

/** Receives the result of one message. */
public interface SendCallback {

    /**
     * Called once, on the app's callback executor. For a signal that was TAKEN, a second call with UNDELIVERED or
     * UNCONFIRMED may follow if the receiver's session ends before it acknowledged the signal. For this the client
     * remembers the latest 4,096 taken signals of a session, at most 1 MiB; about an older one the listener gets the
     * notice itself.
     */
    void onResult(SendResult result);
}
