package dev.beckon.client.internal.session;

import dev.beckon.client.signal.Answer;
import dev.beckon.client.signal.Candidate;
import dev.beckon.client.signal.Data;
import dev.beckon.client.signal.EndOfCandidates;
import dev.beckon.client.signal.Hangup;
import dev.beckon.client.signal.Offer;
import dev.beckon.client.signal.SignalBody;

/** The size in bytes of all texts of a body. */
final class BodySize implements SignalBody.Visitor<Integer> {

    static final BodySize INSTANCE = new BodySize();

    private BodySize() {}

    @Override
    public Integer visitOffer(Offer offer) {
        return Utf8.length(offer.sdp());
    }

    @Override
    public Integer visitAnswer(Answer answer) {
        return Utf8.length(answer.sdp());
    }

    @Override
    public Integer visitCandidate(Candidate candidate) {
        return Utf8.length(candidate.candidate())
                + Utf8.length(candidate.sdpMid())
                + Utf8.length(candidate.usernameFragment());
    }

    @Override
    public Integer visitEndOfCandidates(EndOfCandidates end) {
        return Utf8.length(end.sdpMid()) + Utf8.length(end.usernameFragment());
    }

    @Override
    public Integer visitHangup(Hangup hangup) {
        return 0;
    }

    @Override
    public Integer visitData(Data data) {
        byte[] bytes = data.bytes();
        return Utf8.length(data.label()) + (bytes == null ? Utf8.length(data.text()) : bytes.length);
    }
}
