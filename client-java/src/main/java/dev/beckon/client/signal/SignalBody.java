package dev.beckon.client.signal;

/**
 * What is said in a signal: an {@link Offer}, an {@link Answer}, a {@link Candidate}, {@link EndOfCandidates}, a
 * {@link Hangup} or {@link Data}, and nothing else. All are immutable.
 */
public abstract class SignalBody {

    SignalBody() {}

    /** Calls the method of {@code visitor} for this kind of body, and returns what it returns. */
    public abstract <R> R accept(Visitor<R> visitor);

    /**
     * One method for each kind of body.
     *
     * @param <R> what the methods return
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
