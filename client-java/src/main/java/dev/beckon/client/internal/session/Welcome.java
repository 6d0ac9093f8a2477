package dev.beckon.client.internal.session;

import dev.beckon.client.ice.IceServers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/** The parts of the server's welcome that the machine needs. Immutable. */
public final class Welcome {

    /** Whether an earlier session was resumed. */
    public enum Result {
        /** A new session. */
        NEW,
        /** The earlier session continues. */
        LOSSLESS,
        /** The session named in hello no longer exists; this is a new one. */
        RESYNC
    }

    final String sessionId;
    final String peerId;
    final Result result;
    final long lastClientSeq;
    final List<String> rooms;
    final int maxFrameBytes;
    final int ackEveryEvents;
    final long ackIntervalMillis;
    final long heartbeatIntervalMillis;
    final long clientHeartbeatIntervalMillis;
    final IceServers iceServers;

    private Welcome(Builder builder) {
        sessionId = builder.sessionId;
        peerId = builder.peerId;
        result = builder.result;
        lastClientSeq = builder.lastClientSeq;
        rooms = Collections.unmodifiableList(new ArrayList<>(builder.rooms));
        maxFrameBytes = builder.maxFrameBytes;
        ackEveryEvents = builder.ackEveryEvents;
        ackIntervalMillis = builder.ackIntervalMillis;
        heartbeatIntervalMillis = builder.heartbeatIntervalMillis;
        clientHeartbeatIntervalMillis = builder.clientHeartbeatIntervalMillis;
        iceServers = builder.iceServers;
    }

    /** Returns a builder of a welcome. */
    public static Builder builder(String sessionId, String peerId) {
        return new Builder(sessionId, peerId);
    }

    /** Builds a welcome. Not thread-safe. */
    public static final class Builder {
        private final String sessionId;
        private final String peerId;
        private Result result = Result.NEW;
        private long lastClientSeq;
        private List<String> rooms = Collections.emptyList();
        private int maxFrameBytes;
        private int ackEveryEvents = 32;
        private long ackIntervalMillis = 1_000;
        private long heartbeatIntervalMillis;
        private long clientHeartbeatIntervalMillis;
        private IceServers iceServers = new IceServers(Collections.emptyList(), IceServers.NEVER);

        private Builder(String sessionId, String peerId) {
            this.sessionId = Objects.requireNonNull(sessionId, "sessionId");
            this.peerId = Objects.requireNonNull(peerId, "peerId");
        }

        /** Sets the result; default NEW. */
        public Builder result(Result value) {
            result = Objects.requireNonNull(value, "value");
            return this;
        }

        /** Sets the highest frame whose outcome is decided; default 0. */
        public Builder lastClientSeq(long value) {
            lastClientSeq = value;
            return this;
        }

        /** Sets the rooms that the session is in; default none. */
        public Builder rooms(List<String> value) {
            rooms = Objects.requireNonNull(value, "value");
            return this;
        }

        /** Sets the largest frame that the server accepts; 0, the default, if unknown. */
        public Builder maxFrameBytes(int value) {
            maxFrameBytes = value;
            return this;
        }

        /** Sets when acks are due; 0 for the default of 32 events or 1 s. */
        public Builder acks(int everyEvents, long intervalMillis) {
            ackEveryEvents = everyEvents > 0 ? everyEvents : ackEveryEvents;
            ackIntervalMillis = intervalMillis > 0 ? intervalMillis : ackIntervalMillis;
            return this;
        }

        /** Sets the heartbeat intervals of server and client; 0, the default: none. */
        public Builder heartbeats(long serverMillis, long clientMillis) {
            heartbeatIntervalMillis = serverMillis;
            clientHeartbeatIntervalMillis = clientMillis;
            return this;
        }

        /** Sets the STUN and TURN servers; default none. */
        public Builder iceServers(IceServers value) {
            iceServers = Objects.requireNonNull(value, "value");
            return this;
        }

        /** Creates the welcome. */
        public Welcome build() {
            return new Welcome(this);
        }
    }
}
