package dev.beckon.client;

import dev.beckon.client.internal.session.ClientMachine;
import dev.beckon.client.internal.thread.ClientThread;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Passes the reports of the app's network monitor to the machine.
 *
 * <p>Confined to the client's thread. The monitor runs on the callback executor and may report from any thread.
 */
final class NetworkWatch {

    private final @Nullable NetworkMonitor monitor;
    private final Executor callbacks;
    private final ClientThread thread;
    private final ClientMachine machine;
    private int watching;
    private boolean started;

    NetworkWatch(Settings settings, Executor callbacks, ClientThread thread, ClientMachine machine) {
        monitor = settings.networkMonitor;
        this.callbacks = callbacks;
        this.thread = thread;
        this.machine = machine;
    }

    void start() {
        NetworkMonitor present = monitor;
        if (present != null && !started) {
            started = true;
            Listener listener = new Listener(++watching);
            callbacks.execute(() -> present.start(listener));
        }
    }

    void stop() {
        NetworkMonitor present = monitor;
        if (present != null && started) {
            started = false;
            watching++;
            // Deferred, because the machine is still reporting that it stopped.
            thread.execute(() -> machine.setOnline(true));
            callbacks.execute(present::stop);
        }
    }

    /** The network may have changed without the connection noticing yet. */
    private void onAvailable() {
        machine.setOnline(true);
    }

    private void onLost() {
        machine.setOnline(false);
    }

    /** Ignores reports that arrive after the monitor was stopped. */
    private final class Listener implements NetworkMonitor.Listener {
        private final int number;

        Listener(int number) {
            this.number = number;
        }

        @Override
        public void onAvailable() {
            post(NetworkWatch.this::onAvailable);
        }

        @Override
        public void onLost() {
            post(NetworkWatch.this::onLost);
        }

        private void post(Runnable word) {
            thread.post(() -> {
                if (number == watching && started) {
                    word.run();
                }
            });
        }
    }
}
