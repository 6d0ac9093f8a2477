package dev.beckon.server.wire;

import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent;
import dev.beckon.v1.FieldViolation;
import dev.beckon.v1.Notice;

/** Encodes refusals. */
final class NoticeEncoder {

    private NoticeEncoder() {}

    static Notice encode(ServerEvent.Notice notice) {
        Refusal refusal = notice.refusal();
        Notice.Builder encoded = Notice.newBuilder()
                .setCode(code(refusal.code()))
                .setReason(reason(refusal.code()))
                .setMessage(refusal.message())
                .setConnectionId(notice.connectionId());
        encoded.addAllClientSeqs(notice.clientSeqs());
        if (refusal.retryAfter() != null) {
            encoded.setRetryAfter(Durations.encode(refusal.retryAfter()));
        }
        if (refusal.peer() != null) {
            encoded.setPeerId(refusal.peer().value());
        }
        if (refusal.room() != null) {
            encoded.setRoom(refusal.room().value());
        }
        for (Refusal.Violation violation : refusal.violations()) {
            encoded.addFieldViolations(FieldViolation.newBuilder()
                    .setField(violation.field())
                    .setFound(violation.found())
                    .setExpected(violation.expected()));
        }
        return encoded.build();
    }

    static Notice.Code code(Refusal.Code code) {
        return switch (code) {
            case INVALID_FRAME -> Notice.Code.INVALID_FRAME;
            case TOO_LARGE -> Notice.Code.TOO_LARGE;
            case UNSUPPORTED -> Notice.Code.UNSUPPORTED;
            case PEER_NOT_REGISTERED, PEER_SESSION_REPLACED -> Notice.Code.PEER_UNAVAILABLE;
            case PERMISSION_DENIED -> Notice.Code.PERMISSION_DENIED;
            case ROOM_FULL -> Notice.Code.ROOM_FULL;
            case NOT_IN_ROOM -> Notice.Code.NOT_IN_ROOM;
            case TOO_MANY_ROOMS -> Notice.Code.TOO_MANY_ROOMS;
            case MAILBOX_FULL -> Notice.Code.MAILBOX_FULL;
            case RATE_LIMITED -> Notice.Code.RATE_LIMITED;
            case UNAVAILABLE -> Notice.Code.UNAVAILABLE;
            case UNDELIVERED -> Notice.Code.UNDELIVERED;
            case UNCONFIRMED -> Notice.Code.UNCONFIRMED;
            case TOKEN_EXPIRING -> Notice.Code.TOKEN_EXPIRING;
        };
    }

    private static Notice.Reason reason(Refusal.Code code) {
        return switch (code) {
            case PEER_NOT_REGISTERED -> Notice.Reason.NOT_REGISTERED;
            case PEER_SESSION_REPLACED -> Notice.Reason.SESSION_REPLACED;
            default -> Notice.Reason.REASON_UNSPECIFIED;
        };
    }
}
