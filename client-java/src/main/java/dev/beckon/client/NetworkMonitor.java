package dev.beckon.client;

/**
 * Tells a client what the platform knows of the network, so that it comes back at once when there is one, and spends no
 * battery while there is none. Android's default-network callback behind it: {@code client-java/README.md}.
 *
 * <p>Both methods are called on the app's callback executor.
 */
public interface NetworkMonitor {

    /**
     * Begins to watch, when the client connects. Until the listener hears something, a network is taken for granted.
     *
     * @param listener may be called from any thread
     */
    void start(Listener listener);

    /** Ends watching, when the client is stopped or closed. It may be started again. */
    void stop();

    /** Is told what changes. */
    interface Listener {

        /**
         * There is a network, or another one than before: a client that waits comes back at once, one that is live checks
         * its connection.
         */
        void onAvailable();

        /**
         * There is no network: attempts are made 5 s apart at the least, because platforms are wrong at times. A live
         * connection works as always.
         */
        void onLost();
    }
}
