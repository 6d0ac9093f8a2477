package dev.beckon.client;

import dev.beckon.client.signal.Answer;
import dev.beckon.client.signal.Candidate;
import dev.beckon.client.signal.Data;
import dev.beckon.client.signal.EndOfCandidates;
import dev.beckon.client.signal.Hangup;
import dev.beckon.client.signal.Offer;
import dev.beckon.client.signal.Signal;
import dev.beckon.client.signal.SignalBody;

/** Calls the listener method for the kind of a signal. Returns whether there is one. */
final class SignalDispatch implements SignalBody.Visitor<Boolean> {

    private final SignalingListener listener;
    private final Signal signal;

    SignalDispatch(SignalingListener listener, Signal signal) {
        this.listener = listener;
        this.signal = signal;
    }

    @Override
    public Boolean visitOffer(Offer offer) {
        listener.onOffer(signal, offer);
        return true;
    }

    @Override
    public Boolean visitAnswer(Answer answer) {
        listener.onAnswer(signal, answer);
        return true;
    }

    @Override
    public Boolean visitCandidate(Candidate candidate) {
        listener.onCandidate(signal, candidate);
        return true;
    }

    @Override
    public Boolean visitEndOfCandidates(EndOfCandidates endOfCandidates) {
        listener.onEndOfCandidates(signal, endOfCandidates);
        return true;
    }

    @Override
    public Boolean visitHangup(Hangup hangup) {
        listener.onHangup(signal, hangup);
        return true;
    }

    @Override
    public Boolean visitData(Data data) {
        listener.onData(signal, data);
        return true;
    }
}
