package dev.beckon.client.outcome;

/** Is told what became of one message. */
public interface SendCallback {

    /** Called exactly once, on the app's callback executor. */
    void onResult(SendResult result);
}
