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
                .build();
    }
}
