package dev.beckon.server.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import dev.beckon.server.core.message.Command;
import dev.beckon.server.core.message.Limits;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.RoomId;
import dev.beckon.server.core.peer.SessionId;
import dev.beckon.v1.Answer;
import dev.beckon.v1.Candidate;
import dev.beckon.v1.Data;
import dev.beckon.v1.EndOfCandidates;
import dev.beckon.v1.Hangup;
import dev.beckon.v1.Offer;
import dev.beckon.v1.Signal;

/** Validates a signal and keeps its body unchanged. */
final class SignalDecoder {

    private static final int MID_BYTES = 256;
    private static final int LABEL_BYTES = 128;
    private static final int MAX_M_LINE_INDEX = 65_535;

    private final Limits limits;

    SignalDecoder(Limits limits) {
        this.limits = limits;
    }

    Command.SendSignal decode(Signal signal, FieldRules rules) {
        rules.id("signal.to", signal.getTo());
        rules.absent("signal.from", !signal.getFrom().isEmpty(), "the server sets it");
        rules.absent("signal.from_session_id", !signal.getFromSessionId().isEmpty(), "the server sets it");
        rules.optionalId("signal.to_session_id", signal.getToSessionId());
        rules.optionalId("signal.room", signal.getRoom());
        rules.optionalId("signal.connection_id", signal.getConnectionId());
        SignalPayload payload = payload(signal, rules);
        return new Command.SendSignal(new dev.beckon.server.core.message.Signal(
                new PeerId(signal.getTo()),
                signal.getToSessionId().isEmpty() ? null : new SessionId(signal.getToSessionId()),
                signal.getRoom().isEmpty() ? null : new RoomId(signal.getRoom()),
                signal.getConnectionId(),
                payload));
    }

    private SignalPayload payload(Signal signal, FieldRules rules) {
        return new SignalPayload(
                switch (signal.getBodyCase()) {
                    case OFFER -> offer(signal.getOffer(), rules);
                    case ANSWER -> answer(signal.getAnswer(), rules);
                    case CANDIDATE -> candidate(signal.getCandidate(), rules);
                    case END_OF_CANDIDATES -> endOfCandidates(signal.getEndOfCandidates(), rules);
                    case HANGUP -> hangup(signal.getHangup(), rules);
                    case DATA -> data(signal.getData(), rules);
                    case BODY_NOT_SET -> {
                        rules.required(
                                "signal.body",
                                false,
                                "one of offer, answer, candidate, end_of_candidates, hangup, data");
                        yield Data.getDefaultInstance();
                    }
                });
    }

    private Message offer(Offer offer, FieldRules rules) {
        rules.sdp("signal.offer.sdp", offer.getSdpBytes(), limits.sdpBytes());
        rules.absent("signal.offer.polite", offer.hasPolite(), "the server sets it");
        return onlyKnown(offer);
    }

    private Message answer(Answer answer, FieldRules rules) {
        rules.sdp("signal.answer.sdp", answer.getSdpBytes(), limits.sdpBytes());
        return onlyKnown(answer);
    }

    private Message candidate(Candidate candidate, FieldRules rules) {
        // As bytes: the message caches them, so that neither measuring nor writing encodes the characters again.
        ByteString line = candidate.getCandidateBytes();
        rules.required(
                "signal.candidate.candidate",
                !line.isEmpty(),
                "a candidate line; to say that there are no more, send end_of_candidates");
        rules.line("signal.candidate.candidate", line, limits.candidateBytes());
        rules.required(
                "signal.candidate.sdp_mid",
                candidate.hasSdpMid() || candidate.hasSdpMLineIndex(),
                "sdp_mid or sdp_m_line_index");
        rules.line("signal.candidate.sdp_mid", candidate.getSdpMidBytes(), MID_BYTES);
        rules.atMost(
                "signal.candidate.sdp_m_line_index",
                Integer.toUnsignedLong(candidate.getSdpMLineIndex()),
                MAX_M_LINE_INDEX);
        rules.line("signal.candidate.username_fragment", candidate.getUsernameFragmentBytes(), MID_BYTES);
        // Some peers fill the field with "", which is no fragment (an ice-ufrag has at least 4 characters).
        boolean isBlank = candidate.hasUsernameFragment()
                && candidate.getUsernameFragmentBytes().isEmpty();
        return onlyKnown(isBlank ? candidate.toBuilder().clearUsernameFragment().build() : candidate);
    }

    private static Message endOfCandidates(EndOfCandidates end, FieldRules rules) {
        rules.line("signal.end_of_candidates.sdp_mid", end.getSdpMidBytes(), MID_BYTES);
        rules.atMost(
                "signal.end_of_candidates.sdp_m_line_index",
                Integer.toUnsignedLong(end.getSdpMLineIndex()),
                MAX_M_LINE_INDEX);
        rules.line("signal.end_of_candidates.username_fragment", end.getUsernameFragmentBytes(), MID_BYTES);
        boolean isBlank =
                end.hasUsernameFragment() && end.getUsernameFragmentBytes().isEmpty();
        return onlyKnown(isBlank ? end.toBuilder().clearUsernameFragment().build() : end);
    }

    private static Message hangup(Hangup hangup, FieldRules rules) {
        rules.known("signal.hangup.reason", hangup.getReason() != Hangup.Reason.UNRECOGNIZED, hangup.getReasonValue());
        return onlyKnown(hangup);
    }

    private Message data(Data data, FieldRules rules) {
        rules.line("signal.data.label", data.getLabelBytes(), LABEL_BYTES);
        switch (data.getContentCase()) {
            case TEXT -> rules.size("signal.data.text", data.getTextBytes().size(), limits.dataBytes());
            case BYTES -> rules.size("signal.data.bytes", data.getBytes().size(), limits.dataBytes());
            case CONTENT_NOT_SET -> rules.required("signal.data.content", false, "text or bytes");
        }
        return onlyKnown(data);
    }

    /** Unknown fields cannot be checked, so they are not forwarded. */
    private static Message onlyKnown(Message body) {
        return body.getUnknownFields().asMap().isEmpty()
                ? body
                : body.toBuilder()
                        .setUnknownFields(UnknownFieldSet.getDefaultInstance())
                        .build();
    }
}
