package dev.beckon.client.internal.session;

import dev.beckon.client.outcome.SendResult;
import dev.beckon.client.outcome.SendResult.NotSentReason;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of a client: keeps one session over many streams until it is closed. The protocol documentation has
 * its rules and its diagram, which are the same in all client libraries.
 *
 * <p>Knows no thread, network or clock. Inputs are its methods, those of the {@link StreamListener} that it passes to
 * each stream, and its timers; outputs go to the {@link ClientPort}. A single owner makes all calls, one at a time.
 */
public final class ClientMachine {

    /** How long closing may take. */
    static final long FAREWELL_MILLIS = 2_000;

    /** The minimum delay of an attempt while the platform reports no network. */
    private static final long OFFLINE_DELAY_MILLIS = 5_000;

    // per client
    private final Inner inner = new Inner();
    private final ClientPort port;
    private final PausableTimers timers;
    private final MachineSettings settings;
    private final Session session;
    private final Reconnection reconnection;
    private final Tokens tokens;
    private final TokenRefresh tokenRefresh;
    private final Keys keys;
    private Phase phase = Phase.IDLE;
    private boolean offline;
    private boolean suspended;

    // per stream
    private @Nullable Attachment attachment;
    private Timers.@Nullable Timer timer;
    private @Nullable GoAway goAway;

    /** Creates a machine that does nothing until {@link #connect}. The timers may be simulated. */
    public ClientMachine(ClientPort port, Timers timers, MachineSettings settings) {
        this.port = port;
        this.timers = new PausableTimers(timers);
        this.settings = settings;
        tokens = new Tokens(settings.hasTokenProvider());
        reconnection = new Reconnection(settings.backoff(), tokens);
        keys = new Keys(settings.keySource(), settings.earlierKey());
        session = new Session(inner, port, this.timers, settings.profile());
        tokenRefresh = new TokenRefresh(port, session, tokens, this.timers, settings);
    }

    /** Returns the current state. */
    public Phase phase() {
        return phase;
    }

    /** Returns the session that the client has or would resume; empty if there is none. */
    public String sessionId() {
        return session.sessionId();
    }

    /** Connects. Only in IDLE and STOPPED. */
    public void connect() {
        if (phase != Phase.IDLE && phase != Phase.STOPPED) {
            throw new IllegalStateException("connect: the client is " + phase + " (expected: IDLE or STOPPED)");
        }
        keys.renew();
        tokens.reset();
        reconnection.reset(timers.nowMillis());
        if (offline || suspended) {
            timers.setPaused(suspended);
            transition(Phase.WAITING, StreamEnd.offline());
            scheduleAttempt(0);
        } else {
            open();
        }
    }

    /** Sends a frame of the app. {@link SessionEvents#onSettled} reports its result. */
    public void submit(Submission submission) {
        if (phase == Phase.STOPPED || phase == Phase.CLOSING || phase == Phase.CLOSED) {
            port.onSettled(submission, SendResult.notSent(NotSentReason.STOPPED));
        } else {
            session.submit(submission);
        }
    }

    /** Closes the client permanently. A session that is away is attached once more, briefly, to say bye. */
    public void close() {
        if (phase == Phase.CLOSING || phase == Phase.CLOSED) {
            return;
        }
        cancelTimer();
        if (phase == Phase.WAITING && !session.sessionId().isEmpty() && !tokens.isMissing()) {
            openStream();
        }
        if (attachment == null) {
            finish(Phase.CLOSED, null);
            return;
        }
        boolean live = phase == Phase.LIVE;
        transition(Phase.CLOSING, null);
        goAway = null;
        timers.setPaused(false);
        schedule(() -> abandon(StreamEnd.completed()), FAREWELL_MILLIS);
        if (live) {
            sayByeWhenFlushed();
        } else {
            // Right after the hello, which may already have created a session that would hold the peer id.
            attachment.bye();
        }
    }

    /** The network may have changed: reconnect at once, or check whether the stream is still alive. */
    public void reconnectNow() {
        if (phase == Phase.WAITING) {
            comeBackAtOnce();
        } else if (phase == Phase.LIVE) {
            check();
        }
    }

    /**
     * Sets whether there is a network; initially true. Platforms are sometimes wrong: without a network attempts are made
     * less often, and a live stream is not affected.
     */
    public void setOnline(boolean online) {
        boolean wasOffline = offline;
        offline = !online;
        if (suspended) {
            return;
        }
        if (online) {
            reconnectNow();
        } else if (!wasOffline) {
            holdBack();
        }
    }

    /** The device slept: the clock advanced, but the timers did not. */
    public void onWoke() {
        timers.reschedule();
        if (phase == Phase.LIVE) {
            check();
        }
    }

    /** Sets whether the app is suspended; initially false. While it is, there are no attempts and no timers. */
    public void setSuspended(boolean nowSuspended) {
        boolean isNews = nowSuspended != suspended && phase != Phase.CLOSING;
        suspended = nowSuspended;
        if (!isNews) {
            return;
        }
        if (suspended || (offline && phase != Phase.LIVE)) {
            holdBack();
        }
        timers.setPaused(suspended);
        if (!suspended && (!offline || phase == Phase.LIVE)) {
            reconnectNow();
        }
    }

    /** The app's provider supplied an access token. */
    public void onToken(String accessToken) {
        String problem = tokens.onToken(accessToken);
        if (problem != null) {
            onTokenFailed(problem);
        } else if (phase == Phase.CONNECTING && attachment == null) {
            openStream();
        } else if (phase == Phase.LIVE) {
            tokenRefresh.onToken(accessToken);
        }
    }

    /** The app's provider has no access token at the moment. */
    public void onTokenFailed(String message) {
        tokens.giveUpAsking();
        if (phase == Phase.CONNECTING && attachment == null) {
            onLost(StreamEnd.noToken(message));
        } else if (phase == Phase.LIVE) {
            tokenRefresh.onFailed();
        }
    }

    /** An attempt under way is given up, and does not count; the next one is made later. */
    private void holdBack() {
        if (phase == Phase.CONNECTING) {
            drop();
            detach();
            tokens.giveUpAsking();
            transition(Phase.WAITING, StreamEnd.offline());
        }
        if (phase == Phase.WAITING) {
            scheduleAttempt(reconnection.hintMillis(timers.nowMillis()));
        }
    }

    private void scheduleAttempt(long delayMillis) {
        schedule(this::open, offline ? Math.max(OFFLINE_DELAY_MILLIS, delayMillis) : delayMillis);
    }

    private void check() {
        if (attachment != null) {
            reconnection.onCheck();
            attachment.check();
        }
    }

    /** The next attempt is made without a delay, except one requested by the server. */
    private void comeBackAtOnce() {
        timers.setPaused(false);
        long delay = reconnection.atOnceMillis(timers.nowMillis());
        if (delay > 0) {
            schedule(this::open, delay);
        } else {
            open();
        }
    }

    private void open() {
        cancelTimer();
        transition(Phase.CONNECTING, null);
        schedule(this::onAttemptTimeout, settings.connectTimeoutMillis());
        if (!tokens.isMissing()) {
            openStream();
        } else if (tokens.ask()) {
            port.fetchToken();
        }
    }

    private void openStream() {
        Attachment opened = new Attachment(inner, session, timers);
        attachment = opened;
        opened.start(port.open(session.hello(keys, tokens.current()), opened));
    }

    private void onAttemptTimeout() {
        if (attachment == null) {
            tokens.giveUpAsking();
            onLost(StreamEnd.noToken("The token provider did not answer in time."));
        } else {
            abandon(StreamEnd.noWelcome(settings.connectTimeoutMillis()));
        }
    }

    private void onWelcome(Welcome welcome) {
        Attachment welcomed = attachment;
        if (welcomed == null || welcomed.isWelcomed() || phase != Phase.CONNECTING) {
            return;
        }
        cancelTimer();
        // A welcomed client is not suspended, whatever the platform reported.
        suspended = false;
        reconnection.onWelcome(timers.nowMillis());
        tokens.onWelcome();
        keys.onWelcome();
        welcomed.onWelcome(welcome);
        session.onAttached(welcome, welcomed);
        transition(Phase.LIVE, null);
        session.pump();
        tokenRefresh.onWelcome();
    }

    private void onGoAway(GoAway order) {
        if (phase == Phase.LIVE && (goAway == null || order.action() == GoAway.Action.STOP)) {
            goAway = order;
            long delay = order.action() == GoAway.Action.STOP ? 0 : order.delayMillis();
            reconnection.onHint(timers.nowMillis(), delay);
            // Deferred until the rest of its message has been handled.
            schedule(this::obeyGoAway, delay);
        }
    }

    private void obeyGoAway() {
        Attachment leaving = attachment;
        if (leaving != null && goAway != null && goAway.action() == GoAway.Action.REGISTER_ANEW) {
            leaving.bye();
            schedule(() -> abandon(StreamEnd.completed()), FAREWELL_MILLIS);
        } else {
            abandon(StreamEnd.completed());
        }
    }

    private void abandon(StreamEnd end) {
        drop();
        onLost(end);
    }

    private void drop() {
        if (attachment != null) {
            attachment.drop();
        }
    }

    /** The stream ended, was abandoned, or could not be opened. */
    private void onLost(StreamEnd end) {
        GoAway order = goAway;
        detach();
        if (phase == Phase.CLOSING) {
            finish(Phase.CLOSED, null);
            return;
        }
        Reconnection.Decision decision = reconnection.onLost(end, order, timers.nowMillis());
        if (decision.isAnew) {
            session.lose();
            keys.renew();
        }
        if (decision.isStop) {
            finish(Phase.STOPPED, decision.why);
            return;
        }
        transition(Phase.WAITING, decision.why);
        timers.setPaused(suspended);
        scheduleAttempt(decision.delayMillis);
    }

    private void detach() {
        cancelTimer();
        goAway = null;
        if (attachment != null) {
            attachment.end();
            attachment = null;
        }
        session.onDetached();
        tokenRefresh.onDetached();
    }

    private void sayByeWhenFlushed() {
        if (phase == Phase.CLOSING && attachment != null && session.isFlushed()) {
            attachment.bye();
        }
    }

    private void finish(Phase last, @Nullable StreamEnd why) {
        drop();
        detach();
        session.end();
        tokenRefresh.stop();
        transition(last, why);
    }

    private void transition(Phase to, @Nullable StreamEnd why) {
        phase = to;
        port.onPhase(to, why);
    }

    private void schedule(Runnable task, long delayMillis) {
        cancelTimer();
        timer = timers.schedule(task, delayMillis);
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private final class Inner implements Session.Owner, Attachment.Owner {
        @Override
        public void onWelcome(Welcome welcome) {
            ClientMachine.this.onWelcome(welcome);
        }

        @Override
        public void onGoAway(GoAway order) {
            ClientMachine.this.onGoAway(order);
        }

        @Override
        public TokenRefresh tokenRefresh() {
            return tokenRefresh;
        }

        @Override
        public void onHeard() {
            offline = false;
        }

        @Override
        public void onDrained() {
            sayByeWhenFlushed();
        }

        @Override
        public void onWorthless(StreamEnd why) {
            abandon(why);
        }

        @Override
        public void onEnded(StreamEnd end) {
            onLost(end);
        }
    }
}
