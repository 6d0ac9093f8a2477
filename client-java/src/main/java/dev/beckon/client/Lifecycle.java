package dev.beckon.client;

import dev.beckon.client.internal.connection.Connection;
import dev.beckon.client.internal.connection.StreamEnd;
import dev.beckon.client.internal.session.FrameHandler;
import dev.beckon.client.internal.session.GoAway;
import dev.beckon.client.internal.session.Outgoing;
import dev.beckon.client.internal.session.Profile;
import dev.beckon.client.internal.session.Session;
import dev.beckon.client.internal.session.Submission;
import dev.beckon.client.internal.session.WantedRooms;
import dev.beckon.client.internal.thread.ClientThread;
import dev.beckon.client.internal.thread.Timers;
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
 * The lifetime of a client: keeps one connection after the other, and one session after the other, until it is closed.
 *
 * <p>Owned by the client's thread; {@link #connect}, {@link #submit}, {@link #close}, {@link #state} and
 * {@link #reportFailure} are for everybody. The picture of the states is in {@link State}.
 */
final class Lifecycle {

    /** How long a connection must have lasted for the next loss to count as the first. */
    static final long STABLE_MILLIS = 10_000;

    /** How long the farewell may take. */
    static final long FAREWELL_MILLIS = 2_000;

    private static final int KEY_BYTES = 16;

    // for the client
    private final Settings settings;
    private final ClientThread thread;
    private final OrderedExecutor callbacks;
    private final Budget budget;
    private final ListenerEvents events;
    private final WantedRooms wanted = new WantedRooms();
    private final Profile profile;
    private final SecureRandom random = new SecureRandom();
    private final AtomicBoolean connectCalled = new AtomicBoolean();
    private volatile State state = State.IDLE;
    private byte[] key = {};
    private byte[] replacedKey = {};
    private int attempt;
    private Timers.@Nullable Timer timer;

    // for the session
    private Session session;

    // for the connection
    private @Nullable Connection connection;
    private long liveSinceMillis;
    private @Nullable SignalingException farewell;
    private long comeBackAtMillis;

    Lifecycle(Settings settings) {
        this.settings = settings;
        thread = new ClientThread("beckon-client-" + settings.peerId);
        Executor app = settings.callbackExecutor;
        callbacks = new OrderedExecutor(app == null ? new CallbackThread(settings.peerId) : app, this::close);
        budget = new Budget(settings.maxMessages, settings.maxBytes);
        events = new ListenerEvents(callbacks, budget, this);
        profile = new Profile(settings.displayName, settings.attributes);
        session = new Session(events, wanted, profile);
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
        } else if (!thread.post(() -> onSubmit(submission))) {
            events.settle(submission, SendResult.notSent(NotSentReason.STOPPED));
        }
    }

    /** The callback of a message that came without one. */
    SendCallback reportFailure(Address to, SignalBody body) {
        return result -> {
            SignalingListener listener = events.listener();
            if (!result.isTaken() && listener != null) {
                listener.onSendFailed(to, body, result);
            }
        };
    }

    void close() {
        connectCalled.set(true);
        thread.post(this::onClose);
    }

    private void onConnect(SignalingListener listener) {
        if (state == State.CLOSING || state == State.CLOSED) {
            return;
        }
        events.setListener(listener);
        replacedKey = key;
        key = new byte[KEY_BYTES];
        random.nextBytes(key);
        attempt = 0;
        open();
    }

    private void onSubmit(Submission submission) {
        if (state == State.STOPPED || state == State.CLOSING || state == State.CLOSED) {
            events.settle(submission, SendResult.notSent(NotSentReason.STOPPED));
        } else {
            session.submit(submission);
        }
    }

    private void open() {
        transition(State.CONNECTING, null);
        farewell = null;
        Link link = new Link();
        connection = link.connection;
        session.attach(link.connection);
        link.connection.start(settings.hello(profile, key, replacedKey), settings.connectTimeoutMillis);
    }

    /** Called by the session from within its welcome. */
    void onWelcome() {
        liveSinceMillis = thread.nowMillis();
        if (state == State.CONNECTING) {
            transition(State.LIVE, null);
        }
    }

    /** Called by the session; what follows comes in a turn of its own, because it may end the session. */
    void onGoAway(GoAway goAway) {
        if (state == State.CLOSING) {
            return;
        }
        Connection leaving = connection;
        farewell = SignalingException.of(goAway);
        comeBackAtMillis = thread.nowMillis() + goAway.delayMillis();
        if (goAway.action() == GoAway.Action.STOP) {
            thread.execute(() -> abort(leaving));
        } else {
            schedule(() -> sayBye(leaving), goAway.delayMillis());
        }
    }

    private void onStreamEnd(StreamEnd end) {
        connection = null;
        cancelTimer();
        if (state == State.CLOSING) {
            finish(State.CLOSED, null);
            return;
        }
        SignalingException why = farewell == null ? SignalingException.of(end) : farewell;
        if (!why.isRetryable()) {
            finish(State.STOPPED, why);
            return;
        }
        if (session.hasBegun()) {
            if (thread.nowMillis() - liveSinceMillis >= STABLE_MILLIS) {
                attempt = 0;
            }
            session.end(NotSentReason.SESSION_LOST);
            session = new Session(events, wanted, profile);
        }
        long delay = delayMillis();
        if (delay < 0) {
            finish(State.STOPPED, why);
            return;
        }
        transition(State.WAITING, why);
        schedule(this::open, delay);
    }

    private long delayMillis() {
        if (farewell == null) {
            return policyDelayMillis();
        }
        attempt = Math.max(attempt, 1);
        return Math.max(0, comeBackAtMillis - thread.nowMillis());
    }

    private long policyDelayMillis() {
        try {
            return settings.reconnectPolicy.delayMillis(attempt++);
        } catch (RuntimeException faultOfTheApp) {
            ClientThread.report(faultOfTheApp);
            return ReconnectPolicy.STOP;
        }
    }

    private void onClose() {
        if (state == State.CLOSING || state == State.CLOSED) {
            return;
        }
        cancelTimer();
        Connection current = connection;
        boolean live = state == State.LIVE;
        transition(State.CLOSING, null);
        if (current == null) {
            finish(State.CLOSED, null);
        } else if (live) {
            sayByeWhenFlushed();
            schedule(() -> abort(current), FAREWELL_MILLIS);
        } else {
            current.abort();
        }
    }

    private void sayByeWhenFlushed() {
        if (session.isFlushed()) {
            sayBye(connection);
        }
    }

    /** The server answers bye by ending the stream; if it does not, the connection is given up. */
    private void sayBye(@Nullable Connection leaving) {
        if (leaving != null && leaving == connection) {
            leaving.bye();
            if (state != State.CLOSING) {
                schedule(() -> abort(leaving), FAREWELL_MILLIS);
            }
        }
    }

    private void abort(@Nullable Connection leaving) {
        if (leaving != null && leaving == connection) {
            leaving.abort();
        }
    }

    private void finish(State last, @Nullable SignalingException why) {
        session.end(NotSentReason.STOPPED);
        wanted.clear(events);
        session = new Session(events, wanted, profile);
        if (last == State.STOPPED) {
            // Before the app hears of it, which may connect again at once.
            connectCalled.set(false);
        }
        transition(last, why);
        if (last == State.CLOSED) {
            thread.shutdown();
        }
    }

    private void transition(State to, @Nullable SignalingException why) {
        thread.assertOwned();
        state = to;
        events.tell(listener -> listener.onStateChanged(to, why));
    }

    private void schedule(Runnable task, long delayMillis) {
        cancelTimer();
        timer = thread.schedule(task, delayMillis);
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /** Ties one connection to the session. What a connection says after it was given up goes nowhere. */
    private final class Link implements Connection.Owner {
        private final Connection connection = new Connection(settings.endpoint, thread, this);

        @Override
        public FrameHandler frames() {
            return session;
        }

        @Override
        public void onReady() {
            session.pump();
            if (state == State.CLOSING) {
                sayByeWhenFlushed();
            }
        }

        @Override
        public void afterFrame(Runnable done) {
            callbacks.execute(() -> thread.post(done));
        }

        @Override
        public void onEnd(StreamEnd end) {
            onStreamEnd(end);
        }
    }
}
