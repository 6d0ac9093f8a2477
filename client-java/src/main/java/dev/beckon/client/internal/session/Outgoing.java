package dev.beckon.client.internal.session;

import dev.beckon.client.room.MemberUpdate;
import dev.beckon.client.signal.Address;
import dev.beckon.client.signal.SignalBody;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A frame to the server. Heartbeat, bye and ack have no number, all other frames do. Immutable. */
public abstract class Outgoing {

    /** An upper bound for the size of a frame without its texts: numbers, lengths, tags and the marker of a oneof. */
    private static final int OVERHEAD_BYTES = 128;

    /** A map entry takes three tags and three lengths in addition to its texts; an entry of a list takes less. */
    private static final int ENTRY_OVERHEAD_BYTES = 16;

    private Outgoing() {}

    /** Returns a signal to another peer. */
    public static Outgoing signal(Address to, SignalBody body) {
        return new SignalFrame(to, body);
    }

    /** Returns a join of a room. */
    public static Outgoing join(String room) {
        return new JoinFrame(room);
    }

    /** Returns a leave of a room. */
    public static Outgoing leave(String room) {
        return new LeaveFrame(room);
    }

    /** Returns a change of this peer's display name or attributes. */
    public static Outgoing update(MemberUpdate update) {
        return new UpdateFrame(update);
    }

    /** Returns a watch of these peers, which replaces the previous set. */
    public static Outgoing watch(Collection<String> peerIds) {
        return new WatchFrame(peerIds);
    }

    static Outgoing refreshToken(String accessToken) {
        return new RefreshFrame(accessToken);
    }

    static Outgoing control(Control control) {
        return new ControlFrame(control);
    }

    /** Calls the method of {@code visitor} for this kind of frame and returns its result. */
    public abstract <R> R accept(Visitor<R> visitor);

    /** Returns an upper bound for its size on the wire, in bytes. */
    public abstract int sizeBytes();

    /** Returns the room that it joins, or null if it is not a join. */
    @Nullable
    String joinedRoom() {
        return null;
    }

    /** Returns the room that it leaves, or null if it is not a leave. */
    @Nullable
    String leftRoom() {
        return null;
    }

    /** Returns the change of the member, or null if it is not an update. */
    @Nullable
    MemberUpdate memberUpdate() {
        return null;
    }

    /** Returns the peers that it watches, or null if it is not a watch. */
    @Nullable
    List<String> watchedPeers() {
        return null;
    }

    /** Returns whether it replaces the access token. */
    boolean isTokenRefresh() {
        return false;
    }

    /** Returns whether it is a signal. */
    boolean isSignal() {
        return false;
    }

    /** Adds it to {@code offers} if it is an offer. */
    void noteIn(OpenOffers offers) {}

    /** The frames without a number. */
    public enum Control {
        /** The client is alive. */
        HEARTBEAT,
        /** The session ends. */
        BYE,
        /** Only an ack. */
        ACK
    }

    /**
     * One method for each kind of frame.
     *
     * @param <R> the result of the methods
     */
    public interface Visitor<R> {
        /** The frame is a signal. */
        R visitSignal(Address to, SignalBody body);

        /** The frame joins a room. */
        R visitJoin(String room);

        /** The frame leaves a room. */
        R visitLeave(String room);

        /** The frame changes the member. */
        R visitUpdate(MemberUpdate update);

        /** The frame watches these peers. */
        R visitWatch(List<String> peerIds);

        /** The frame replaces the access token. */
        R visitRefreshToken(String accessToken);

        /** The frame has no number. */
        R visitControl(Control control);
    }

    private static final class SignalFrame extends Outgoing {
        private final Address to;
        private final SignalBody body;
        private final int sizeBytes;

        SignalFrame(Address to, SignalBody body) {
            this.to = to;
            this.body = body;
            this.sizeBytes = OVERHEAD_BYTES
                    + Utf8.length(to.peerId())
                    + Utf8.length(to.sessionId())
                    + Utf8.length(to.room())
                    + Utf8.length(to.connectionId())
                    + body.accept(BodySize.INSTANCE);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitSignal(to, body);
        }

        @Override
        boolean isSignal() {
            return true;
        }

        @Override
        void noteIn(OpenOffers offers) {
            offers.onSent(to, body);
        }

        @Override
        public int sizeBytes() {
            return sizeBytes;
        }
    }

    private static final class JoinFrame extends Outgoing {
        private final String room;

        JoinFrame(String room) {
            this.room = room;
        }

        @Override
        String joinedRoom() {
            return room;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitJoin(room);
        }

        @Override
        public int sizeBytes() {
            return OVERHEAD_BYTES + Utf8.length(room);
        }
    }

    private static final class LeaveFrame extends Outgoing {
        private final String room;

        LeaveFrame(String room) {
            this.room = room;
        }

        @Override
        String leftRoom() {
            return room;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitLeave(room);
        }

        @Override
        public int sizeBytes() {
            return OVERHEAD_BYTES + Utf8.length(room);
        }
    }

    private static final class UpdateFrame extends Outgoing {
        private final MemberUpdate update;

        UpdateFrame(MemberUpdate update) {
            this.update = update;
        }

        @Override
        MemberUpdate memberUpdate() {
            return update;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitUpdate(update);
        }

        @Override
        public int sizeBytes() {
            int size = OVERHEAD_BYTES + Utf8.length(update.displayName());
            for (Map.Entry<String, String> attribute : update.attributes().entrySet()) {
                size += ENTRY_OVERHEAD_BYTES + Utf8.length(attribute.getKey()) + Utf8.length(attribute.getValue());
            }
            return size;
        }
    }

    private static final class WatchFrame extends Outgoing {
        private final List<String> peerIds;

        WatchFrame(Collection<String> peerIds) {
            this.peerIds = Collections.unmodifiableList(new ArrayList<>(peerIds));
        }

        @Override
        List<String> watchedPeers() {
            return peerIds;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitWatch(peerIds);
        }

        @Override
        public int sizeBytes() {
            int size = OVERHEAD_BYTES;
            for (String peerId : peerIds) {
                size += ENTRY_OVERHEAD_BYTES + Utf8.length(peerId);
            }
            return size;
        }
    }

    private static final class RefreshFrame extends Outgoing {
        private final String accessToken;

        RefreshFrame(String accessToken) {
            this.accessToken = accessToken;
        }

        @Override
        boolean isTokenRefresh() {
            return true;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitRefreshToken(accessToken);
        }

        @Override
        public int sizeBytes() {
            return OVERHEAD_BYTES + Utf8.length(accessToken);
        }
    }

    private static final class ControlFrame extends Outgoing {
        private final Control control;

        ControlFrame(Control control) {
            this.control = control;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitControl(control);
        }

        @Override
        public int sizeBytes() {
            return OVERHEAD_BYTES;
        }
    }
}
