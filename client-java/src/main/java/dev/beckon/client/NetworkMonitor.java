package dev.beckon.client;

/**
 * Reports the state of the platform's network to a client, so that the client reconnects as soon as there is a network
 * and saves battery while there is none. An implementation for Android's default-network callback:
 * {@code client-java/README.md}.
 *
 * <p>Both methods are called on the app's callback executor.
 */
public interface NetworkMonitor {

    /**
     * Starts monitoring; called when the client connects. Until the listener is called, the client assumes that there
     * is a network.
     *
     * @param listener may be called from any thread
     */
    void start(Listener listener);

    /** Stops monitoring; called when the client is stopped or closed. The monitor may be started again. */
    void stop();

    /** Receives network changes. */
    interface Listener {

        /**
         * A network is available, or the network changed: a waiting client reconnects at once, a live client checks its
         * connection.
         */
        void onAvailable();

        /**
         * There is no network. The client waits at least 5 s between attempts, because platforms are sometimes wrong. A
         * live connection is not affected.
         */
        void onLost();
    }
}
