package dev.beckon.client;

import dev.beckon.client.ice.IceServers;
import dev.beckon.client.internal.session.Budget;
import dev.beckon.client.internal.session.ClientPort;
import dev.beckon.client.internal.session.Submission;
import dev.beckon.client.internal.session.Welcome;
import dev.beckon.client.outcome.Notice;
import dev.beckon.client.outcome.SendResult;
import dev.beckon.client.room.LeaveReason;
import dev.beckon.client.room.Member;
import dev.beckon.client.room.Presence;
import dev.beckon.client.room.Room;
import dev.beckon.client.signal.Signal;
import org.jspecify.annotations.Nullable;

/**
 * The app's half of the port: passes events from the client's thread to the app's executor. No code of the app ever
 * runs on the client's thread.
 *
 * <p>Confined to the client's thread, except {@link #onSettled} and {@link #listener}, which any thread may call.
 */
abstract class ListenerEvents implements ClientPort {

    /** One call of a listener method. */
    interface Call {
        void on(SignalingListener listener);
    }

    private final OrderedExecutor callbacks;
    private final Budget budget;
    private volatile @Nullable SignalingListener listener;

    ListenerEvents(OrderedExecutor callbacks, Budget budget) {
        this.callbacks = callbacks;
        this.budget = budget;
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

    @Override
    public void onSession(String sessionId, Welcome.Result result) {
        switch (result) {
            case NEW:
                tell(to -> to.onSessionStarted(sessionId));
                break;
            case LOSSLESS:
                tell(to -> to.onSessionResumed(sessionId));
                break;
            case RESYNC:
                tell(SignalingListener::onSessionLost);
                tell(to -> to.onSessionStarted(sessionId));
                break;
        }
    }

    /** The message counts towards the queue limits until its callback has returned. */
    @Override
    public void onSettled(Submission submission, SendResult result) {
        callbacks.execute(() -> {
            try {
                submission.callback().onResult(result);
            } finally {
                if (budget.release(submission.frame().sizeBytes())) {
                    tell(SignalingListener::onReady);
                }
            }
        });
    }

    @Override
    public void onTakenFailed(Submission submission, SendResult result) {
        callbacks.execute(() -> submission.callback().onResult(result));
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
    public void onPresence(Presence presence) {
        tell(to -> to.onPresence(presence));
    }

    @Override
    public void onIceServers(IceServers iceServers) {
        tell(to -> to.onIceServers(iceServers));
    }

    @Override
    public void onNotice(Notice notice) {
        tell(to -> to.onNotice(notice));
    }
}
