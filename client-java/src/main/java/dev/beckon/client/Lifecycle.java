package dev.beckon.client;

import dev.beckon.client.internal.connection.Connection;
import dev.beckon.client.internal.session.Budget;
import dev.beckon.client.internal.session.ClientMachine;
import dev.beckon.client.internal.session.Hello;
import dev.beckon.client.internal.session.MachineSettings;
import dev.beckon.client.internal.session.Outgoing;
import dev.beckon.client.internal.session.Phase;
import dev.beckon.client.internal.session.Profile;
import dev.beckon.client.internal.session.Stream;
import dev.beckon.client.internal.session.StreamEnd;
import dev.beckon.client.internal.session.StreamListener;
import dev.beckon.client.internal.session.Submission;
import dev.beckon.client.internal.thread.ClientThread;
import dev.beckon.client.outcome.SendCallback;
import dev.beckon.client.outcome.SendResult;
import dev.beckon.client.outcome.SendResult.NotSentReason;
import dev.beckon.client.signal.Address;
import dev.beckon.client.signal.SignalBody;
import java.security.SecureRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Runs the state machine of a client on its own thread and connects it to the network and the app.
 *
 * <p>Confined to the client's thread, except the package-private methods, which any thread may call.
 */
final class Lifecycle {

    private static final int KEY_BYTES = 16;

    private final Settings settings;
    private final ClientThread thread;
    private final OrderedExecutor callbacks;
    private final Budget budget;
    private final Port port;
    private final ClientMachine machine;
    private final NetworkWatch network;
    private final SecureRandom random = new SecureRandom();
    private final AtomicBoolean connectCalled = new AtomicBoolean();
    private volatile State state = State.IDLE;
    private volatile byte[] sessionKey = {};
    private int tokenRequests;
    private int answeredTokenRequest;

    Lifecycle(Settings settings) {
        this.settings = settings;
        thread = new ClientThread("beckon-client-" + settings.peerId, settings.clock::elapsedMillis, this::onWoke);
        Executor app = settings.callbackExecutor;
        callbacks = new OrderedExecutor(app == null ? new CallbackThread(settings.peerId) : app, this::close);
        budget = new Budget(settings.maxMessages, settings.maxBytes);
        port = new Port();
        Profile profile = new Profile(settings.displayName, settings.attributes);
        MachineSettings machineSettings = new MachineSettings(
                        profile,
                        this::delayMillis,
                        this::newKey,
                        settings.connectTimeoutMillis,
                        settings.tokenProvider != null)
                .replacing(settings.replacedSessionKey);
        machine = new ClientMachine(port, thread, machineSettings);
        network = new NetworkWatch(settings, callbacks, thread, machine);
    }

    State state() {
        return state;
    }

    void connect(SignalingListener listener) {
        if (!connectCalled.compareAndSet(false, true) || !thread.post(() -> onConnect(listener))) {
            throw new IllegalStateException("connect: the client is " + state + " (expected: IDLE or STOPPED)");
        }
    }

    void submit(Outgoing frame, SendCallback callback) {
        Submission submission = new Submission(frame, callback);
        if (!budget.tryAcquire(frame.sizeBytes())) {
            callbacks.execute(() -> callback.onResult(SendResult.notSent(NotSentReason.QUEUE_FULL)));
        } else if (!thread.post(() -> machine.submit(submission))) {
            port.onSettled(submission, SendResult.notSent(NotSentReason.STOPPED));
        }
    }

    /** The callback for a message that was sent without one. */
    SendCallback reportFailure(Address to, SignalBody body) {
        return result -> {
            SignalingListener listener = port.listener();
            if (!result.isTaken() && listener != null) {
                listener.onSendFailed(to, body, result);
            }
        };
    }

    void reconnectNow() {
        thread.post(machine::reconnectNow);
    }

    void setSuspended(boolean suspended) {
        thread.post(() -> machine.setSuspended(suspended));
    }

    boolean isReady() {
        return budget.isReady();
    }

    byte[] sessionKey() {
        return sessionKey.clone();
    }

    private void onWoke() {
        machine.onWoke();
    }

    void close() {
        connectCalled.set(true);
        thread.post(machine::close);
    }

    private void onConnect(SignalingListener listener) {
        if (state == State.CLOSING || state == State.CLOSED) {
            return;
        }
        port.setListener(listener);
        network.start();
        machine.connect();
    }

    private long delayMillis(int attempt) {
        try {
            return settings.reconnectPolicy.delayMillis(attempt);
        } catch (RuntimeException faultOfTheApp) {
            ClientThread.report(faultOfTheApp);
            return ReconnectPolicy.STOP;
        }
    }

    private byte[] newKey() {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        sessionKey = key;
        return key;
    }

    /** Asks the app for a token and passes the answer to the machine. */
    private void askApp(TokenProvider provider, int number) {
        TokenRequest request = new TokenRequest(
                token -> thread.post(() -> onToken(number, token)),
                why -> thread.post(() -> onTokenFailed(number, why)));
        try {
            provider.fetchToken(request);
        } catch (RuntimeException faultOfTheApp) {
            request.fail("The token provider threw " + faultOfTheApp);
        }
    }

    /** A late answer still counts unless a later request has been answered. */
    private void onToken(int number, String token) {
        if (number > answeredTokenRequest) {
            answeredTokenRequest = number;
            machine.onToken(token);
        }
    }

    private void onTokenFailed(int number, String why) {
        if (number == tokenRequests && number > answeredTokenRequest) {
            machine.onTokenFailed(why);
        }
    }

    private final class Port extends ListenerEvents {
        Port() {
            super(callbacks, budget);
        }

        @Override
        public void onPhase(Phase phase, @Nullable StreamEnd why) {
            thread.assertOwned();
            State to = State.valueOf(phase.name());
            if (to == State.STOPPED) {
                // Before the app is notified, since it may connect again from its callback.
                connectCalled.set(false);
            }
            state = to;
            SignalingException told = why == null ? null : SignalingException.of(why, to == State.WAITING);
            tell(listener -> listener.onStateChanged(to, told));
            if (to == State.STOPPED || to == State.CLOSED) {
                network.stop();
            }
            if (to == State.CLOSED) {
                thread.shutdown();
            }
        }

        @Override
        public Stream open(Hello hello, StreamListener streamListener) {
            Connection connection = new Connection(
                    settings.endpoint, thread, streamListener, done -> callbacks.execute(() -> thread.post(done)));
            connection.start(settings.helloEncoder(), hello);
            return connection;
        }

        @Override
        public void fetchToken() {
            TokenProvider provider = settings.tokenProvider;
            if (provider != null) {
                int number = ++tokenRequests;
                callbacks.execute(() -> askApp(provider, number));
            }
        }

        @Override
        public void whenHandled(Runnable done) {
            callbacks.execute(() -> thread.post(done));
        }
    }
}
