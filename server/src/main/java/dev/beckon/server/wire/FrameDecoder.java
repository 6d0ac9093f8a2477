package dev.beckon.server.wire;

import dev.beckon.server.core.message.Command;
import dev.beckon.server.core.message.Limits;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.RoomId;
import dev.beckon.v1.ClientFrame;
import dev.beckon.v1.Heartbeat;
import dev.beckon.v1.RefreshToken;
import dev.beckon.v1.UpdateMember;
import dev.beckon.v1.WatchPresence;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decodes a client's frame into a command, or into its refusal. Stateless; callable from any thread. */
public final class FrameDecoder {

    private static final int NAME_BYTES = 256;
    private static final int TOKEN_BYTES = 16 * 1024;

    private final Limits limits;
    private final SignalDecoder signals;

    private static final Duration LONGEST_SILENCE = Duration.ofHours(1);

    public FrameDecoder(Limits limits) {
        this.limits = limits;
        this.signals = new SignalDecoder(limits);
    }

    /** Decodes a frame after the hello; {@link HelloDecoder} decodes the hello. */
    public Command decode(ClientFrame frame) {
        FieldRules rules = new FieldRules();
        Command command =
                switch (frame.getFrameCase()) {
                    case SIGNAL -> signals.decode(frame.getSignal(), rules);
                    case JOIN_ROOM -> join(frame, rules);
                    case LEAVE_ROOM -> leave(frame, rules);
                    case UPDATE_MEMBER -> update(frame.getUpdateMember(), rules);
                    case HEARTBEAT -> unnumbered(frame, rules, heartbeat(frame.getHeartbeat(), rules));
                    case BYE -> unnumbered(frame, rules, new Command.Bye());
                    case HELLO -> {
                        rules.absent("hello", true, "a session says it once, at its beginning");
                        yield new Command.KeepAlive();
                    }
                    case WATCH_PRESENCE -> watch(frame.getWatchPresence(), rules);
                    case REFRESH_TOKEN -> refreshToken(frame.getRefreshToken(), rules);
                    case FRAME_NOT_SET -> {
                        if (!frame.getUnknownFields().asMap().isEmpty()) {
                            yield new Command.Refused(Refusal.unsupported());
                        }
                        yield unnumbered(frame, rules, new Command.KeepAlive());
                    }
                };
        Refusal refusal = rules.refusal();
        return refusal == null ? command : new Command.Refused(refusal);
    }

    private static Command heartbeat(Heartbeat heartbeat, FieldRules rules) {
        Duration next = heartbeat.hasNextWithin()
                ? Durations.decode("heartbeat.next_within", heartbeat.getNextWithin(), LONGEST_SILENCE, rules)
                : null;
        return new Command.KeepAlive(new Command.Promise(next));
    }

    private static Command join(ClientFrame frame, FieldRules rules) {
        String room = frame.getJoinRoom().getRoom();
        rules.id("join_room.room", room);
        rules.notReserved("join_room.room", room);
        return new Command.JoinRoom(new RoomId(room));
    }

    private static Command leave(ClientFrame frame, FieldRules rules) {
        String room = frame.getLeaveRoom().getRoom();
        rules.id("leave_room.room", room);
        return new Command.LeaveRoom(new RoomId(room));
    }

    private Command update(UpdateMember update, FieldRules rules) {
        @Nullable String name = update.hasDisplayName() ? update.getDisplayName() : null;
        rules.line("update_member.display_name", update.getDisplayNameBytes(), NAME_BYTES);
        rules.attributes("update_member.attributes", update.getAttributesMap(), limits.attributesBytes());
        return new Command.UpdateMember(name, update.getAttributesMap());
    }

    private Command watch(WatchPresence watch, FieldRules rules) {
        rules.count("watch_presence.peer_ids", watch.getPeerIdsCount(), limits.watchedPeers());
        Set<PeerId> peers = new LinkedHashSet<>();
        for (String peer : watch.getPeerIdsList()) {
            rules.id("watch_presence.peer_ids", peer);
            peers.add(new PeerId(peer));
        }
        return new Command.WatchPresence(peers);
    }

    private static Command refreshToken(RefreshToken refresh, FieldRules rules) {
        rules.required("refresh_token.access_token", !refresh.getAccessToken().isEmpty(), "an access token");
        rules.size("refresh_token.access_token", refresh.getAccessTokenBytes().size(), TOKEN_BYTES);
        return new Command.RefreshToken(refresh.getAccessToken());
    }

    private static Command unnumbered(ClientFrame frame, FieldRules rules, Command command) {
        rules.zeroSeq(frame.getSeq());
        return command;
    }
}
