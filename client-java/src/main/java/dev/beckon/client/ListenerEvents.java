package dev.beckon.client;

import dev.beckon.client.ice.IceServers;
import dev.beckon.client.internal.session.GoAway;
import dev.beckon.client.internal.session.SessionEvents;
import dev.beckon.client.internal.session.Submission;
import dev.beckon.client.outcome.Notice;
import dev.beckon.client.outcome.SendResult;
import dev.beckon.client.room.LeaveReason;
import dev.beckon.client.room.Member;
import dev.beckon.client.room.Room;
import dev.beckon.client.signal.Signal;
import org.jspecify.annotations.Nullable;

/**
 * Carries what happens from the client's thread to the app's: nothing of the app ever runs on the client's thread.
 *
 * <p>Owned by the client's thread; {@link #settle} and {@link #listener} are for everybody.
 */
final class ListenerEvents implements SessionEvents {

    /** One call of a listener. */
    interface Call {
        void on(SignalingListener listener);
    }

    private final OrderedExecutor callbacks;
    private final Budget budget;
    private final Lifecycle lifecycle;
    private volatile @Nullable SignalingListener listener;

    ListenerEvents(OrderedExecutor callbacks, Budget budget, Lifecycle lifecycle) {
        this.callbacks = callbacks;
        this.budget = budget;
        this.lifecycle = lifecycle;
    }

    void setListener(SignalingListener newListener) {
        listener = newListener;
    }

    @Nullable
    SignalingListener listener() {
        return listener;
    }

    /** Calls the listener on the app's executor, if there is one. */
    void tell(Call call) {
        SignalingListener current = listener;
        if (current != null) {
            callbacks.execute(() -> call.on(current));
        }
    }

    /** Tells a result. The message counts in the budget until its callback has returned. */
    void settle(Submission submission, SendResult result) {
        callbacks.execute(() -> {
            try {
                submission.callback().onResult(result);
            } finally {
                budget.release(submission.frame().sizeBytes());
            }
        });
    }

    @Override
    public void onStarted(String sessionId) {
        tell(to -> to.onSessionStarted(sessionId));
        lifecycle.onWelcome();
    }

    @Override
    public void onSettled(Submission submission, SendResult result) {
        settle(submission, result);
    }

    @Override
    public void onSignal(Signal signal) {
        tell(to -> signal.body().accept(new SignalDispatch(to, signal)));
    }

    @Override
    public void onRoomSnapshot(Room room) {
        tell(to -> to.onRoomSnapshot(room));
    }

    @Override
    public void onPeerJoined(Room room, Member member) {
        tell(to -> to.onPeerJoined(room, member));
    }

    @Override
    public void onPeerLeft(Room room, Member member, LeaveReason reason) {
        tell(to -> to.onPeerLeft(room, member, reason));
    }

    @Override
    public void onMemberUpdated(Room room, Member member) {
        tell(to -> to.onMemberUpdated(room, member));
    }

    @Override
    public void onRoomLeft(String room, LeaveReason reason) {
        tell(to -> to.onRoomLeft(room, reason));
    }

    @Override
    public void onRoomLost(String room, Notice notice) {
        tell(to -> to.onRoomLost(room, notice));
    }

    @Override
    public void onIceServers(IceServers iceServers) {
        tell(to -> to.onIceServers(iceServers));
    }

    @Override
    public void onNotice(Notice notice) {
        tell(to -> to.onNotice(notice));
    }

    @Override
    public void onGoAway(GoAway goAway) {
        lifecycle.onGoAway(goAway);
    }
}
