package dev.beckon.client.internal.session;

import dev.beckon.client.ice.IceServers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/** The server's welcome, as far as the machine needs it. Immutable. */
public final class Welcome {

    /** What became of an earlier session. */
    public enum Result {
        /** A new session. */
        NEW,
        /** The earlier session goes on. */
        LOSSLESS,
        /** The session that hello named is gone, this is a new one. */
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

    /** A welcome of this session for this peer. */
    public static Builder builder(String sessionId, String peerId) {
        return new Builder(sessionId, peerId);
    }

    /** Collects the parts of a welcome. Not thread-safe. */
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

        /** What became of an earlier session; default NEW. */
        public Builder result(Result value) {
            result = Objects.requireNonNull(value, "value");
            return this;
        }

        /** The highest frame whose outcome is decided; default 0. */
        public Builder lastClientSeq(long value) {
            lastClientSeq = value;
            return this;
        }

        /** The rooms that the session is in; default none. */
        public Builder rooms(List<String> value) {
            rooms = Objects.requireNonNull(value, "value");
            return this;
        }

        /** The largest frame that the server takes; 0, the default, if it did not say. */
        public Builder maxFrameBytes(int value) {
            maxFrameBytes = value;
            return this;
        }

        /** When acks are due; 0 for what the server did not say, which leaves the default of 32 events or 1 s. */
        public Builder acks(int everyEvents, long intervalMillis) {
            ackEveryEvents = everyEvents > 0 ? everyEvents : ackEveryEvents;
            ackIntervalMillis = intervalMillis > 0 ? intervalMillis : ackIntervalMillis;
            return this;
        }

        /** How often the server and the client say something; 0, the default: never. */
        public Builder heartbeats(long serverMillis, long clientMillis) {
            heartbeatIntervalMillis = serverMillis;
            clientHeartbeatIntervalMillis = clientMillis;
            return this;
        }

        /** STUN and TURN servers; default none. */
        public Builder iceServers(IceServers value) {
            iceServers = Objects.requireNonNull(value, "value");
            return this;
        }

        /** The welcome. */
        public Welcome build() {
            return new Welcome(this);
        }
    }
}
