package dev.beckon.client.internal.connection;

import dev.beckon.client.internal.session.FrameHandler;
import dev.beckon.client.signal.Address;
import dev.beckon.client.signal.Answer;
import dev.beckon.client.signal.Candidate;
import dev.beckon.client.signal.Data;
import dev.beckon.client.signal.EndOfCandidates;
import dev.beckon.client.signal.Hangup;
import dev.beckon.client.signal.Offer;
import dev.beckon.client.signal.Signal;
import dev.beckon.client.signal.SignalBody;
import org.jspecify.annotations.Nullable;

/** Decodes a received signal. */
final class SignalDecoder {

    private static final int NO_INDEX = -1;

    private SignalDecoder() {}

    /**
     * Passes the signal on, unless this version does not know its kind or it breaks a rule of the contract. Such a
     * signal is dropped: the server checks all signals, and a single bad one must not end the session.
     */
    static void decode(dev.beckon.v1.Signal message, FrameHandler to) {
        SignalBody body;
        try {
            body = body(message);
        } catch (IllegalArgumentException brokenRule) {
            return;
        }
        if (body != null) {
            Address sender = Address.peer(message.getFrom())
                    .session(message.getFromSessionId())
                    .inRoom(message.getRoom())
                    .connection(message.getConnectionId());
            to.handleSignal(new Signal(sender, body));
        }
    }

    private static @Nullable SignalBody body(dev.beckon.v1.Signal message) {
        switch (message.getBodyCase()) {
            case OFFER:
                dev.beckon.v1.Offer offer = message.getOffer();
                return Offer.received(offer.getSdp(), offer.getOfferId(), offer.getPolite());
            case ANSWER:
                dev.beckon.v1.Answer answer = message.getAnswer();
                return answer.getProvisional()
                        ? Answer.provisional(answer.getSdp(), answer.getOfferId())
                        : Answer.of(answer.getSdp(), answer.getOfferId());
            case CANDIDATE:
                return candidate(message.getCandidate());
            case END_OF_CANDIDATES:
                dev.beckon.v1.EndOfCandidates end = message.getEndOfCandidates();
                return EndOfCandidates.of(
                        end.hasSdpMid() ? end.getSdpMid() : null,
                        end.hasSdpMLineIndex() ? end.getSdpMLineIndex() : NO_INDEX,
                        end.hasUsernameFragment() ? end.getUsernameFragment() : null);
            case HANGUP:
                return Hangup.of(
                        Names.map(message.getHangup().getReason(), Hangup.Reason.class, Hangup.Reason.UNSPECIFIED));
            case DATA:
                dev.beckon.v1.Data data = message.getData();
                return data.hasBytes()
                        ? Data.bytes(data.getLabel(), data.getBytes().toByteArray())
                        : Data.text(data.getLabel(), data.getText());
            case BODY_NOT_SET:
            default:
                return null;
        }
    }

    private static SignalBody candidate(dev.beckon.v1.Candidate message) {
        return Candidate.of(
                message.getCandidate(),
                message.hasSdpMid() ? message.getSdpMid() : null,
                message.hasSdpMLineIndex() ? message.getSdpMLineIndex() : NO_INDEX,
                message.hasUsernameFragment() ? message.getUsernameFragment() : null);
    }
}
