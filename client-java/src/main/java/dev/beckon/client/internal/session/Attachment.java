package dev.beckon.client.internal.session;

import org.jspecify.annotations.Nullable;

/**
 * One stream of a client, from its hello to its end. It runs heartbeats and checks, and discards what an abandoned
 * stream still receives.
 *
 * <p>Owned by its machine.
 */
final class Attachment implements StreamListener, Outbox.Writer, Heartbeats.Pulse {

    /** How long a check waits for an answer. */
    static final long CHECK_MILLIS = 3_000;

    /** What the machine does on events of a stream. */
    interface Owner {
        /** A message arrived from the server. */
        void onHeard();

        /** The stream accepted all frames that it was ready for. */
        void onDrained();

        /** The stream is open but no longer usable. */
        void onWorthless(StreamEnd why);

        /** The stream ended. */
        void onEnded(StreamEnd end);
    }

    private final Owner owner;
    private final Session session;
    private final Timers timers;
    private final Heartbeats heartbeats;
    private @Nullable Stream stream;
    private Timers.@Nullable Timer checkTimer;
    private boolean welcomed;
    private boolean byeSaid;
    private boolean over;

    Attachment(Owner owner, Session session, Timers timers) {
        this.owner = owner;
        this.session = session;
        this.timers = timers;
        heartbeats = new Heartbeats(timers, this);
    }

    void start(Stream newStream) {
        stream = newStream;
        heartbeats.onSent();
    }

    boolean isWelcomed() {
        return welcomed;
    }

    void onWelcome(Welcome welcome) {
        welcomed = true;
        heartbeats.start(welcome.clientHeartbeatIntervalMillis, welcome.heartbeatIntervalMillis);
    }

    @Override
    public boolean isReady() {
        return welcomed && !byeSaid && !over && stream != null && stream.isReady();
    }

    @Override
    public void send(long seq, Outgoing frame) {
        if (stream != null && !over && !byeSaid) {
            // Before the welcome, the session may be a new one, whose events have numbers of their own.
            stream.send(seq, welcomed ? session.takeAck() : 0, frame);
            heartbeats.onSent();
        }
    }

    /** Ends the session; the server answers by ending the stream. */
    void bye() {
        send(0, Outgoing.control(Outgoing.Control.BYE));
        byeSaid = true;
    }

    /** Asks the server for an answer, which must arrive within {@value #CHECK_MILLIS} ms. */
    void check() {
        heartbeats.excuse();
        if (checkTimer == null && stream != null && !over) {
            checkTimer = timers.schedule(this::onCheckFailed, CHECK_MILLIS);
            stream.check();
        }
    }

    private void onCheckFailed() {
        owner.onWorthless(StreamEnd.silent("The server did not answer a check within " + CHECK_MILLIS + " ms."));
    }

    /** Abandons the stream. */
    void drop() {
        boolean there = !over;
        end();
        if (there && stream != null) {
            stream.drop();
        }
    }

    /** The stream has ended, on either side. */
    void end() {
        over = true;
        heartbeats.stop();
        cancelCheck();
    }

    private void cancelCheck() {
        if (checkTimer != null) {
            checkTimer.cancel();
            checkTimer = null;
        }
    }

    @Override
    public void beat() {
        // A stream that is not ready has unsent bytes already; do not add to them.
        if (isReady()) {
            send(0, Outgoing.control(Outgoing.Control.HEARTBEAT));
        }
    }

    @Override
    public boolean isReading() {
        return stream != null && stream.isReading();
    }

    @Override
    public void onSilent(long silentMillis) {
        owner.onWorthless(StreamEnd.silent("The server was silent for " + silentMillis + " ms."));
    }

    @Override
    public void onHeard() {
        if (!over) {
            heartbeats.onHeard();
            cancelCheck();
            owner.onHeard();
        }
    }

    /**
     * Whether input is ignored: the stream has ended, or was closed by this client before there was a session to
     * report.
     */
    private boolean isDeaf() {
        return over || (byeSaid && !welcomed);
    }

    @Override
    public void onEvent(long seq, Event event) {
        if (isDeaf()) {
            return;
        }
        switch (session.onEventSeq(seq)) {
            case NEXT:
                event.tell(session);
                if (seq != 0) {
                    session.onEventTold(seq);
                }
                break;
            case SEEN:
                break;
            case GAP:
                owner.onWorthless(StreamEnd.eventGap(seq, session.lastReceived() + 1));
                break;
        }
    }

    @Override
    public void onAck(long seq) {
        if (!isDeaf()) {
            session.handleAck(seq);
        }
    }

    @Override
    public void onReady() {
        if (!over) {
            session.pump();
            owner.onDrained();
        }
    }

    @Override
    public void onEnd(StreamEnd end) {
        if (!over) {
            owner.onEnded(end);
        }
    }
}
