package dev.beckon.client.internal.session;

import org.jspecify.annotations.Nullable;

/**
 * One stream of a client, from its hello to its end: heartbeats, checks, and the guard that what an abandoned stream still
 * says goes nowhere.
 *
 * <p>Owned by its machine.
 */
final class Attachment implements StreamListener, Outbox.Writer, Heartbeats.Pulse {

    /** How long a check waits for a sign of life. */
    static final long CHECK_MILLIS = 3_000;

    /** What the machine does about a stream. */
    interface Owner {
        /** Something came from the server. */
        void onHeard();

        /** The stream took all that it was ready for. */
        void onDrained();

        /** The stream is there and worth nothing any more. */
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
            stream.send(seq, session.takeAck(), frame);
            heartbeats.onSent();
        }
    }

    /** Ends the session on purpose; the server answers by ending the stream. */
    void bye() {
        send(0, Outgoing.control(Outgoing.Control.BYE));
        byeSaid = true;
    }

    /** Asks for a sign of life, which has to come soon. */
    void check() {
        heartbeats.excuse();
        if (checkTimer == null && stream != null && !over) {
            checkTimer = timers.schedule(this::onCheckFailed, CHECK_MILLIS);
            stream.check();
        }
    }

    private void onCheckFailed() {
        owner.onWorthless(StreamEnd.silent("A check got no answer for " + CHECK_MILLIS + " ms."));
    }

    /** Gives the stream up. */
    void drop() {
        boolean there = !over;
        end();
        if (there && stream != null) {
            stream.drop();
        }
    }

    /** The stream is over, whoever ended it. */
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
        // A stream that is not ready has bytes under way already, and must not pile up more.
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
        owner.onWorthless(StreamEnd.silent("Nothing was heard from the server for " + silentMillis + " ms."));
    }

    @Override
    public void onHeard() {
        if (!over) {
            heartbeats.onHeard();
            cancelCheck();
            owner.onHeard();
        }
    }

    /** Whether nothing counts any more: the stream is over, or was ended on purpose before there was a session to tell of. */
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
