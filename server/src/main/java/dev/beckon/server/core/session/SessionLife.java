package dev.beckon.server.core.session;

import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.Envelope;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent;
import dev.beckon.server.core.message.ServerEvent.AttachResult;
import dev.beckon.server.core.message.ServerEvent.LeaveReason;
import dev.beckon.server.core.message.ServerEvent.Notice;
import dev.beckon.server.core.message.ServerEvent.RoomEvent;
import dev.beckon.server.core.peer.Access;
import dev.beckon.server.core.peer.Hello;
import dev.beckon.server.core.peer.Member;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.PeerPresence;
import dev.beckon.server.core.peer.Registration;
import dev.beckon.server.core.peer.RoomId;
import dev.beckon.server.core.port.FanOutLimiter;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The life of one session.
 *
 * <pre>
 *   CONNECTING --peer id granted--> LIVE --stream lost--> AWAY --window over--> ENDED
 *       |                            |  \&lt;--hello again---/                       ^
 *       \--refused                   \--bye, replaced, ended by the server--------/
 * </pre>
 *
 * <p>A session without a key is never away: it ends with its stream.
 *
 * <p>Owned by: session executor.
 */
final class SessionLife {

    private enum State {
        CONNECTING,
        LIVE,
        AWAY,
        ENDED
    }

    // for the process
    private final Node node;

    // for the session
    private final Session session;
    private final SerialExecutor executor;
    private final Registration registration;
    private final Hello hello;
    private final AttachResult firstResult;
    private final Inbox inbox;
    private final SessionMailbox mailbox;
    private final Outbound outbound;
    private final Intake intake;
    private final Memberships memberships;
    private final Standing standing;
    private final Reception reception;
    private final Watches watches;
    private final AccessLife access;
    private final Tenure tenure;
    private State state = State.CONNECTING;
    private boolean retired;
    private boolean leaving;
    private @Nullable EndReason endReason;

    // for the stream
    private final Streams streams;

    SessionLife(
            Node node,
            Router router,
            Session session,
            SerialExecutor executor,
            Arrival arrival,
            AttachResult firstResult) {
        this.node = node;
        this.session = session;
        this.executor = executor;
        this.registration = session.registration();
        this.hello = arrival.hello();
        this.firstResult = firstResult;
        this.inbox = new Inbox(executor, new FrameWorker(this, session, executor, node, router));
        this.streams = new Streams(node.events());
        this.tenure = new Tenure(node, session, executor);
        this.mailbox = new SessionMailbox(node.limits(), node.mailboxBudget(), registration.subject(), node.events());
        this.outbound = new Outbound(node, executor, mailbox, this::onLost);
        this.intake = new Intake(streams, mailbox, outbound, inbox, this::onLost);
        FanOutLimiter fanOut = node.policy().fanOutLimiters().apply(registration.subject());
        this.memberships = new Memberships(
                node.stores().rooms(),
                node.limits().rooms(),
                fanOut,
                new Member(registration.peer(), registration.session(), hello.profile(), false));
        this.standing = new Standing(node, executor, registration, memberships, fanOut);
        this.reception = new Reception(registration.peer(), hello.noRollback(), memberships);
        this.watches = new Watches(node.stores().presence(), executor, fanOut, this::access, this::onNotice);
        this.access = new AccessLife(
                node, executor, arrival.access(), outbound::warn, () -> end(EndReason.TOKEN_EXPIRED, ""));
    }

    Tenure tenure() {
        return tenure;
    }

    /** The peer id was granted: the session goes live with its first stream, unless it has been ended already. */
    Optional<EndReason> begin(Arrival arrival) {
        executor.assertOwned();
        tenure.onDecided();
        if (state != State.CONNECTING) {
            settle();
            return Optional.ofNullable(endReason);
        }
        node.events().sessionStarted(registration, hello, arrival.attachment().origin());
        attach(arrival, firstResult);
        return Optional.empty();
    }

    /** The peer id was not granted: the session never existed. */
    boolean cancel() {
        executor.assertOwned();
        tenure.onDecided();
        state = State.ENDED;
        inbox.close();
        settle();
        return true;
    }

    /** Another stream presents this session's key; attaches it if it matches. */
    Resumption resume(Arrival arrival) {
        executor.assertOwned();
        if (state == State.CONNECTING) {
            return Resumption.NOT_YET;
        }
        if (state == State.ENDED || retired) {
            return Resumption.OUT_OF_STEP;
        }
        Resumption resumption =
                Resumption.of(arrival.hello(), registration.session(), streams.latestAttempt(), mailbox, inbox);
        if (resumption == Resumption.REPEATED) {
            attach(arrival, firstResult);
        } else if (resumption == Resumption.LOSSLESS) {
            mailbox.ack(arrival.hello().lastSeq());
            attach(arrival, AttachResult.LOSSLESS);
        }
        return resumption;
    }

    /**
     * The server is shutting down: reports the outcomes of the mailbox's signals to their senders and accepts no more.
     */
    boolean retire() {
        executor.assertOwned();
        if (state != State.ENDED) {
            retired = true;
            outbound.forgetWritten();
            mailbox.countGivenAsWritten();
            Outcomes.report(registration.peer(), mailbox, node.stores().mailbox());
        }
        return true;
    }

    /** Asks the client to leave. Returns whether it has a stream to receive this; if not, the session ends. */
    boolean goAway(ServerEvent.GoAway goAway) {
        executor.assertOwned();
        if (state != State.LIVE) {
            end(goAway.reason(), "");
            return false;
        }
        leaving = true;
        node.events().goAwaySent(goAway.reason());
        outbound.state(goAway);
        return true;
    }

    void onFrame(Attachment from, Inbox.Frame frame, long ack) {
        executor.assertOwned();
        intake.onFrame(from, frame, ack);
    }

    Optional<Refusal> onSignal(Envelope envelope) {
        executor.assertOwned();
        if (retired) {
            return Optional.of(Refusal.unavailable());
        }
        if (state != State.LIVE && state != State.AWAY) {
            return Optional.of(Refusal.notRegistered(registration.peer()));
        }
        Refusal problem = reception.problem(envelope);
        if (problem != null) {
            return Optional.of(problem);
        }
        return reception.refusal(outbound.signal(reception.receive(envelope)));
    }

    /** Accepts the outcome of signals that the client sent. */
    void onOutcome(Notice outcome) {
        if (state == State.LIVE || state == State.AWAY) {
            node.events()
                    .reported(
                            registration,
                            outcome.refusal(),
                            Math.max(1, outcome.clientSeqs().size()));
            onNotice(outcome);
        }
    }

    void onRoomEvent(RoomEvent event) {
        memberships.onEvent(event);
        outbound.room(event);
    }

    void onPresence(PeerPresence presence) {
        watches.news(presence).ifPresent(outbound::presence);
    }

    void onLost(Attachment lost, EndReason reason) {
        if (streams.isCurrent(lost)) {
            onLost(reason);
        }
    }

    void onFault(Throwable fault) {
        end(EndReason.FAULT, node.events().fault("session " + registration.session(), fault));
        // Whatever failed, even the end itself: nobody may wait for this session forever.
        settle();
    }

    void onRefused(Notice notice) {
        node.events().refused(registration, notice.refusal());
        onNotice(notice);
    }

    void onFramesDecided(long ack) {
        outbound.ackFrames(ack);
    }

    Optional<Refusal> renewAccess(Access newer) {
        executor.assertOwned();
        Optional<Refusal> refusal = state == State.ENDED ? Optional.empty() : access.refresh(newer, registration);
        watches.keepGranted(session).ifPresent(outbound::warn);
        return refusal;
    }

    Memberships memberships() {
        return memberships;
    }

    CompletionStage<Optional<Refusal>> watch(Set<PeerId> peers) {
        outbound.watchOnly(peers);
        return watches.watch(peers, session);
    }

    Access access() {
        return access.access();
    }

    boolean noRollback() {
        return hello.noRollback();
    }

    /** Returns what operators may see; empty before the session begins and after its end. */
    Optional<SessionView> view() {
        SessionView view = new SessionView(
                registration,
                memberships.profile(),
                state == State.AWAY,
                streams.latestOrigin(),
                hello.client(),
                tenure.since(),
                memberships.joined(),
                mailbox.size(),
                mailbox.bytes());
        return state == State.LIVE || state == State.AWAY ? Optional.of(view) : Optional.empty();
    }

    /** Nothing is in progress any more, or the client was notified of the end. */
    void settle() {
        if (state == State.ENDED) {
            tenure.settle(inbox.isWorking());
        }
    }

    private void attach(Arrival arrival, AttachResult result) {
        Attachment attachment = arrival.attachment();
        // The fence comes first: frames of an older stream no longer count.
        outbound.detach();
        streams.takeOver(attachment);
        // Before the welcome, on which a client may send at once: such frames wait for the end of this task.
        attachment.bind(session);
        inbox.fence();
        intake.onAttached();
        tenure.window().stop();
        state = State.LIVE;
        standing.onAttached();
        access.renew(arrival.access());
        Optional<Notice> watchEnded = watches.keepGranted(session);
        attachment.startHeartbeat(
                node.scheduler(), executor, () -> session.lose(attachment, EndReason.HEARTBEAT_MISSED));
        StateFeed feed = new StateFeed(registration.session(), attachment.link(), room -> refresh(attachment, room));
        outbound.attach(
                attachment,
                feed,
                arrival.welcome(registration, result, inbox.lastDecided(), node.limits(), memberships.joined()),
                watches.known());
        node.events().sessionAttached(registration, result, attachment.origin());
        watchEnded.ifPresent(outbound::warn);
    }

    private void refresh(Attachment attachment, RoomId room) {
        memberships.refresh(room).whenComplete((done, failure) -> {
            if (failure != null) {
                node.events().fault("store", failure);
                session.lose(attachment, EndReason.STORE_UNAVAILABLE);
            }
        });
    }

    private void onNotice(Notice notice) {
        if (state == State.ENDED) {
            return;
        }
        if (mailbox.hasRoomForNotice()) {
            outbound.notice(notice);
        } else {
            end(EndReason.MAILBOX_OVERFLOW, "");
        }
    }

    /** Handles the loss of the present stream. */
    private void onLost(EndReason reason) {
        executor.assertOwned();
        if (state != State.LIVE) {
            return;
        }
        if (hello.key() == null || !reason.isSurvivable()) {
            end(reason, "");
            return;
        }
        if (leaving) {
            end(EndReason.SHUTDOWN, "");
            return;
        }
        state = State.AWAY;
        outbound.detach();
        tenure.window().start(streams.resumeWindow(), () -> end(EndReason.EXPIRED, ""));
        standing.onAway();
        node.events().sessionAway(registration, reason);
        streams.close(reason);
    }

    /**
     * Ends the session, once.
     *
     * @param words text for the user, "" for the default text; for a fault, a reference to the log
     */
    void end(EndReason reason, String words) {
        executor.assertOwned();
        if (state == State.ENDED) {
            return;
        }
        boolean wasRegistered = state != State.CONNECTING;
        state = State.ENDED;
        endReason = reason;
        tenure.window().stop();
        access.stop();
        memberships.leaveAll(LeaveReason.of(reason, leaving));
        watches.unwatchAll(session);
        if (hello.key() == null) {
            // Its client may still read, and must get what is due: after a half-close, for instance.
            outbound.release();
            mailbox.settleUnacknowledged();
        } else if (reason == EndReason.SHUTDOWN) {
            mailbox.countGivenAsWritten();
        } else {
            outbound.detach();
        }
        Outcomes.report(registration.peer(), mailbox, node.stores().mailbox());
        mailbox.clear();
        inbox.close();
        if (wasRegistered) {
            standing.end();
        }
        // Before the client sees its stream end: a hello after that must find the peer id free.
        tenure.release(inbox.isWorking());
        if (wasRegistered) {
            node.events().sessionEnded(registration, reason);
        }
        streams.end(reason, words);
        outbound.forget();
        settle();
    }
}
