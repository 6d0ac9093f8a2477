package dev.beckon.server.wire;

import dev.beckon.server.core.message.Command;
import dev.beckon.server.core.message.Limits;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.Signal;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.RoomId;
import dev.beckon.server.core.port.Page;
import dev.beckon.v1.DisconnectPeerRequest;
import dev.beckon.v1.RevokeTokensRequest;
import dev.beckon.v1.SendSignalRequest;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Validates Admin requests. Stateless; callable from any thread. */
public final class AdminDecoder {

    private static final int DEFAULT_PAGE = 100;
    private static final int MAX_PAGE = 1000;
    private static final int MESSAGE_BYTES = 256;
    private static final int SUBJECT_BYTES = 1024;
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final Duration KEEP_FOR = Duration.ofHours(24);

    private final SignalDecoder signals;

    public AdminDecoder(Limits limits) {
        this.signals = new SignalDecoder(limits);
    }

    /** A valid request, or the reason why it is invalid. */
    public sealed interface Decoded<T> {

        /** The request is valid. */
        record Valid<T>(T value) implements Decoded<T> {}

        /** The request is invalid. */
        record Invalid<T>(Refusal refusal) implements Decoded<T> {}
    }

    /**
     * A request to disconnect a peer.
     *
     * @param ban how long the peer stays banned; null for no ban
     * @param message text for the user, "" for none
     */
    public record Disconnection(PeerId peer, @Nullable Duration ban, String message) {}

    /**
     * A request to revoke tokens.
     *
     * @param subject owner of the tokens; "" for a single token
     * @param tokenId id of the token; "" for those of a subject
     * @param issuedBefore null for now
     */
    public record Revocation(String subject, String tokenId, @Nullable Instant issuedBefore, Duration keepFor) {}

    /** Validates the request for a page of peers or rooms. Page tokens are the last ids of the previous page. */
    public Decoded<Page.Query> page(String prefix, int pageSize, String pageToken) {
        FieldRules rules = new FieldRules();
        rules.optionalId("prefix", prefix);
        rules.atMost("page_size", Integer.toUnsignedLong(pageSize), MAX_PAGE);
        rules.optionalId("page_token", pageToken);
        return decoded(rules, new Page.Query(prefix, pageToken, pageSize == 0 ? DEFAULT_PAGE : pageSize));
    }

    public Decoded<PeerId> peer(String peerId) {
        FieldRules rules = new FieldRules();
        rules.id("peer_id", peerId);
        return decoded(rules, new PeerId(peerId));
    }

    public Decoded<RoomId> room(String room) {
        FieldRules rules = new FieldRules();
        rules.id("room", room);
        return decoded(rules, new RoomId(room));
    }

    public Decoded<Disconnection> disconnection(DisconnectPeerRequest request) {
        FieldRules rules = new FieldRules();
        rules.id("peer_id", request.getPeerId());
        rules.line("message", request.getMessageBytes(), MESSAGE_BYTES);
        Duration ban = request.hasBan() ? Durations.decode("ban", request.getBan(), LONGEST, rules) : null;
        return decoded(rules, new Disconnection(new PeerId(request.getPeerId()), ban, request.getMessage()));
    }

    public Decoded<Signal> signal(SendSignalRequest request) {
        FieldRules rules = new FieldRules();
        rules.absent("signal.room", !request.getSignal().getRoom().isEmpty(), "the backend is in no room");
        Command.SendSignal send = signals.decode(request.getSignal(), rules);
        return decoded(rules, send.signal());
    }

    public Decoded<Revocation> revocation(RevokeTokensRequest request) {
        FieldRules rules = new FieldRules();
        boolean ofSubject = !request.getSubject().isEmpty();
        boolean ofToken = !request.getTokenId().isEmpty();
        rules.required("subject", ofSubject || ofToken, "subject or token_id");
        rules.absent("token_id", ofSubject && ofToken, "subject is given; ask for one of both");
        rules.absent("issued_before", !ofSubject && request.hasIssuedBefore(), "it goes with subject");
        rules.size("subject", request.getSubjectBytes().size(), SUBJECT_BYTES);
        rules.size("token_id", request.getTokenIdBytes().size(), SUBJECT_BYTES);
        Instant issuedBefore =
                request.hasIssuedBefore() ? Durations.decode("issued_before", request.getIssuedBefore(), rules) : null;
        Duration keepFor =
                request.hasKeepFor() ? Durations.decode("keep_for", request.getKeepFor(), LONGEST, rules) : KEEP_FOR;
        return decoded(rules, new Revocation(request.getSubject(), request.getTokenId(), issuedBefore, keepFor));
    }

    private static <T> Decoded<T> decoded(FieldRules rules, T value) {
        Refusal refusal = rules.refusal();
        return refusal == null ? new Decoded.Valid<>(value) : new Decoded.Invalid<>(refusal);
    }
}
