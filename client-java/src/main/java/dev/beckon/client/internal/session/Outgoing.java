package dev.beckon.client.internal.session;

import dev.beckon.client.room.MemberUpdate;
import dev.beckon.client.signal.Address;
import dev.beckon.client.signal.SignalBody;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A numbered frame to the server: a signal, a join, a leave or a member update, and nothing else. Immutable. */
public abstract class Outgoing {

    /** What a frame needs besides its texts: numbers, lengths, tags and the marker of a oneof, generously. */
    private static final int OVERHEAD_BYTES = 128;

    private Outgoing() {}

    /** A signal to another peer. */
    public static Outgoing signal(Address to, SignalBody body) {
        return new SignalFrame(to, body);
    }

    /** Joins a room. */
    public static Outgoing join(String room) {
        return new JoinFrame(room);
    }

    /** Leaves a room. */
    public static Outgoing leave(String room) {
        return new LeaveFrame(room);
    }

    /** Changes what others see of this peer. */
    public static Outgoing update(MemberUpdate update) {
        return new UpdateFrame(update);
    }

    /** Calls the method of {@code visitor} for this kind of frame, and returns what it returns. */
    public abstract <R> R accept(Visitor<R> visitor);

    /** At most how many bytes it takes on the wire. */
    public abstract int sizeBytes();

    /** The room that it joins, or null if it is no join. */
    @Nullable
    String joinedRoom() {
        return null;
    }

    /** The room that it leaves, or null if it is no leave. */
    @Nullable
    String leftRoom() {
        return null;
    }

    /** The change of the member, or null if it is none. */
    @Nullable
    MemberUpdate memberUpdate() {
        return null;
    }

    /** Remembers it if it is an offer. */
    void noteIn(OpenOffers offers) {}

    /**
     * One method for each kind of frame.
     *
     * @param <R> what the methods return
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
        /** A map entry carries three tags and three lengths more than its texts. */
        private static final int ENTRY_OVERHEAD_BYTES = 16;

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
}
