package dev.beckon.server.config;

import dev.beckon.server.core.message.Limits;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Limits of sessions and rooms. */
final class LimitOptions {

    @Option(
            names = "--max-frame-bytes",
            paramLabel = "SIZE",
            defaultValue = "512KiB",
            converter = Converters.Bytes.class,
            description = "Largest message from a client [${DEFAULT-VALUE}]")
    int frameBytes;

    @Option(
            names = "--max-sdp-bytes",
            paramLabel = "SIZE",
            defaultValue = "256KiB",
            converter = Converters.Bytes.class,
            description = "Largest SDP in an offer or an answer [${DEFAULT-VALUE}]")
    int sdpBytes;

    @Option(
            names = "--max-candidate-bytes",
            paramLabel = "SIZE",
            defaultValue = "4KiB",
            converter = Converters.Bytes.class,
            description = "Largest candidate line [${DEFAULT-VALUE}]")
    int candidateBytes;

    @Option(
            names = "--max-data-bytes",
            paramLabel = "SIZE",
            defaultValue = "64KiB",
            converter = Converters.Bytes.class,
            description = "Largest content of a data signal [${DEFAULT-VALUE}]")
    int dataBytes;

    @Option(
            names = "--max-attributes-bytes",
            paramLabel = "SIZE",
            defaultValue = "8KiB",
            converter = Converters.Bytes.class,
            description = "All attribute keys and values of a peer [${DEFAULT-VALUE}]")
    int attributesBytes;

    @Option(
            names = "--max-rooms",
            paramLabel = "NUMBER",
            defaultValue = "16",
            converter = Converters.Count.class,
            description = "Rooms that a session may be in [${DEFAULT-VALUE}]")
    int rooms;

    @Option(
            names = "--max-room-members",
            paramLabel = "NUMBER",
            defaultValue = "256",
            converter = Converters.Count.class,
            description = "Members of a room [${DEFAULT-VALUE}]")
    int roomMembers;

    @Option(
            names = "--max-outbound-bytes",
            paramLabel = "SIZE",
            defaultValue = "1MiB",
            converter = Converters.Bytes.class,
            description =
                    "Bytes queued for a reader before signals to it are refused and its stream ends as SLOW [${DEFAULT-VALUE}]")
    int outboundBytes;

    @Option(
            names = "--slow-after",
            paramLabel = "TIME",
            defaultValue = "5s",
            converter = Converters.Time.class,
            description = "How long a stream may stay full before it ends as SLOW [${DEFAULT-VALUE}]")
    Duration slowAfter = Duration.ZERO;

    @Option(
            names = "--max-mailbox-events",
            paramLabel = "NUMBER",
            defaultValue = "4096",
            converter = Converters.Count.class,
            description = "Unacknowledged signals of one resumable session [${DEFAULT-VALUE}]")
    int mailboxEvents;

    @Option(
            names = "--max-mailbox-bytes",
            paramLabel = "SIZE",
            defaultValue = "1MiB",
            converter = Converters.Bytes.class,
            description =
                    "Bytes of unacknowledged signals of one resumable session; one sender may fill half of what others leave free "
                            + "[${DEFAULT-VALUE}]")
    int mailboxBytes;

    @Option(
            names = "--guaranteed-mailbox-bytes",
            paramLabel = "SIZE",
            defaultValue = "32KiB",
            converter = Converters.Bytes.class,
            description =
                    "Bytes of signals that each session may have unacknowledged however full other mailboxes are, and as many of notices "
                            + "[${DEFAULT-VALUE}]")
    int guaranteedMailboxBytes;

    @Option(
            names = "--max-mailboxes-bytes",
            paramLabel = "SIZE",
            defaultValue = "heap/4",
            converter = Converters.HeapBytes.class,
            description =
                    "Bytes of all mailboxes of this server together, or a share of the heap such as heap/4; a quarter of them is kept for "
                            + "what is guaranteed [${DEFAULT-VALUE}]")
    long allMailboxesBytes;

    @Option(
            names = "--max-mailboxes-bytes-per-subject",
            paramLabel = "SIZE",
            defaultValue = "heap/128",
            converter = Converters.HeapBytesOrNone.class,
            description =
                    "Bytes of signals beyond what is guaranteed that may wait for the sessions of one subject of access tokens, as many "
                            + "that it may have sent, and as many of notices; 0 for no limit [${DEFAULT-VALUE}]")
    long subjectMailboxesBytes;

    @Option(
            names = "--max-watched-peers",
            paramLabel = "NUMBER",
            defaultValue = "256",
            converter = Converters.Count.class,
            description = "Peers whose presence a session may watch [${DEFAULT-VALUE}]")
    int watchedPeers;

    ServerConfig.Mailboxes toMailboxes() {
        return new ServerConfig.Mailboxes(allMailboxesBytes, guaranteedMailboxBytes, subjectMailboxesBytes);
    }

    Limits toLimits(Limits.Frames frames, Limits.Acks acks) {
        return new Limits(
                frameBytes,
                sdpBytes,
                candidateBytes,
                dataBytes,
                attributesBytes,
                rooms,
                roomMembers,
                watchedPeers,
                outboundBytes,
                slowAfter,
                new Limits.Mailbox(mailboxEvents, mailboxBytes),
                frames,
                acks);
    }
}
