package dev.beckon.client;

import dev.beckon.client.internal.session.ClientMachine;
import dev.beckon.client.internal.session.Phase;
import dev.beckon.client.internal.session.Timers;
import dev.beckon.client.internal.thread.ClientThread;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Carries what the app's network monitor says to the machine.
 *
 * <p>Owned by the client's thread; the monitor runs where callbacks run, and may speak from any thread.
 */
final class NetworkWatch {

    private final @Nullable NetworkMonitor monitor;
    private final Executor callbacks;
    private final ClientThread thread;
    private final ClientMachine machine;
    private final long offlineAttemptMillis;
    private Timers.@Nullable Timer nextAttempt;
    private boolean online = true;
    private int watching;
    private boolean started;

    NetworkWatch(Settings settings, Executor callbacks, ClientThread thread, ClientMachine machine) {
        monitor = settings.networkMonitor;
        offlineAttemptMillis = settings.offlineAttemptMillis;
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
            online = true;
            cancelAttempt();
            // In a turn of its own: the machine is just telling that it stopped.
            thread.execute(() -> machine.setOnline(true));
            callbacks.execute(present::stop);
        }
    }

    private void onAvailable() {
        online = true;
        cancelAttempt();
        machine.setOnline(true);
        // Another network than before, perhaps, under a connection that may not know it yet.
        machine.reconnectNow();
    }

    /** Platforms are wrong about this now and then, so a stream that lives goes on, and attempts become rare. */
    private void onLost() {
        online = false;
        if (machine.phase() == Phase.LIVE) {
            machine.reconnectNow();
        } else {
            holdBack();
        }
    }

    /** The client waits for its next attempt. Called from within the machine. */
    void onWaiting() {
        if (!online) {
            thread.execute(this::holdBack);
        }
    }

    private void holdBack() {
        if (!online && started && machine.phase() != Phase.LIVE) {
            machine.setOnline(false);
            cancelAttempt();
            nextAttempt = thread.schedule(this::onAttemptDue, offlineAttemptMillis);
        }
    }

    private void onAttemptDue() {
        if (machine.phase() == Phase.WAITING) {
            machine.reconnectNow();
        }
    }

    private void cancelAttempt() {
        if (nextAttempt != null) {
            nextAttempt.cancel();
            nextAttempt = null;
        }
    }

    /** What a monitor says after it was stopped goes nowhere. */
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
