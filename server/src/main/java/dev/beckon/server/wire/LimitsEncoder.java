package dev.beckon.server.wire;

import dev.beckon.server.core.message.Limits;

/** Encodes the limits of a session. */
final class LimitsEncoder {

    private LimitsEncoder() {}

    /** @param resumable whether to include the limits of mailbox and acks, which other sessions do not have */
    static dev.beckon.v1.Limits encode(Limits limits, boolean resumable) {
        dev.beckon.v1.Limits.Builder encoded = dev.beckon.v1.Limits.newBuilder()
                .setMaxFrameBytes(limits.frameBytes())
                .setMaxSdpBytes(limits.sdpBytes())
                .setMaxCandidateBytes(limits.candidateBytes())
                .setMaxDataBytes(limits.dataBytes())
                .setMaxAttributesBytes(limits.attributesBytes())
                .setMaxRooms(limits.rooms())
                .setMaxRoomMembers(limits.roomMembers())
                .setMaxWatchedPeers(limits.watchedPeers())
                .setFramesPerSecond(limits.frames().perSecond())
                .setFramesBurst(limits.frames().burst());
        if (resumable) {
            encoded.setMaxMailboxEvents(limits.mailbox().events())
                    .setMaxMailboxBytes(limits.mailbox().bytes())
                    .setAckEveryEvents(limits.acks().everyEvents())
                    .setAckInterval(Durations.encode(limits.acks().interval()));
        }
        return encoded.build();
    }
}
