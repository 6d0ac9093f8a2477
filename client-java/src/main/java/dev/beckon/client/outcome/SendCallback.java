package dev.beckon.client.outcome;

/** Is told what became of one message. */
public interface SendCallback {

    /**
     * Called once, on the app's callback executor. A signal that was TAKEN may be followed by one more call, UNDELIVERED or
     * UNCONFIRMED, when its receiver's session ended before the receiver had it. The client remembers the latest 4,096 taken signals of
     * a session for that, 1 MiB at the most; about an older one the listener gets the notice as it is.
     */
    void onResult(SendResult result);
}
