package dev.beckon.server.testing;

import dev.beckon.server.core.message.Limits;
import java.time.Duration;

/** The defaults, but for one limit. */
public final class TestLimits {

    private static final Limits DEFAULTS = Limits.DEFAULTS;

    private TestLimits() {}

    public static Limits roomMembers(int max) {
        return with(max, DEFAULTS.mailbox());
    }

    public static Limits mailbox(int events, int bytes) {
        return with(DEFAULTS.roomMembers(), new Limits.Mailbox(events, bytes));
    }

    private static Limits with(int roomMembers, Limits.Mailbox mailbox) {
        return new Limits(
                DEFAULTS.frameBytes(),
                DEFAULTS.sdpBytes(),
                DEFAULTS.candidateBytes(),
                DEFAULTS.dataBytes(),
                DEFAULTS.attributesBytes(),
                DEFAULTS.rooms(),
                roomMembers,
                DEFAULTS.watchedPeers(),
                DEFAULTS.outboundBytes(),
                Duration.ofSeconds(5),
                mailbox,
                DEFAULTS.frames(),
                DEFAULTS.acks());
    }
}
