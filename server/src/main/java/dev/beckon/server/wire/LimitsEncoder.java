package dev.beckon.server.wire;

import dev.beckon.server.core.message.Limits;

/** Encodes the bounds of a session. */
final class LimitsEncoder {

    private LimitsEncoder() {}

    static dev.beckon.v1.Limits encode(Limits limits) {
        return dev.beckon.v1.Limits.newBuilder()
                .setMaxFrameBytes(limits.frameBytes())
                .setMaxSdpBytes(limits.sdpBytes())
                .setMaxCandidateBytes(limits.candidateBytes())
                .setMaxDataBytes(limits.dataBytes())
                .setMaxAttributesBytes(limits.attributesBytes())
                .setMaxRooms(limits.rooms())
                .setMaxRoomMembers(limits.roomMembers())
                .setMaxWatchedPeers(limits.watchedPeers())
                .setMaxMailboxEvents(limits.mailbox().events())
                .setMaxMailboxBytes(limits.mailbox().bytes())
                .setFramesPerSecond(limits.frames().perSecond())
                .setFramesBurst(limits.frames().burst())
                .setAckEveryEvents(limits.acks().everyEvents())
                .setAckInterval(Durations.encode(limits.acks().interval()))
                .build();
    }
}
