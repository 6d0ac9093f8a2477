package dev.beckon.client.signal;

/**
 * The content of a signal: an {@link Offer}, {@link Answer}, {@link Candidate}, {@link EndOfCandidates}, {@link Hangup}
 * or {@link Data}. There are no other subclasses. All are immutable.
 */
public abstract class SignalBody {

    SignalBody() {}

    /** Calls the method of {@code visitor} for this kind of body and returns its result. */
    public abstract <R> R accept(Visitor<R> visitor);

    /**
     * One method for each kind of body.
     *
     * @param <R> the result of the methods
     */
    public interface Visitor<R> {
        /** The body is an offer. */
        R visitOffer(Offer offer);

        /** The body is an answer. */
        R visitAnswer(Answer answer);

        /** The body is a candidate. */
        R visitCandidate(Candidate candidate);

        /** The body is the end of candidates. */
        R visitEndOfCandidates(EndOfCandidates endOfCandidates);

        /** The body is a hangup. */
        R visitHangup(Hangup hangup);

        /** The body is data. */
        R visitData(Data data);
    }
}
