package dev.beckon.client.signal;

import org.jspecify.annotations.Nullable;

/** Marks a generation of candidates as complete (RFC 8838, section 13). In the browser this is a candidate of "". */
public final class EndOfCandidates extends SignalBody {

    private final CandidateScope scope;

    private EndOfCandidates(CandidateScope scope) {
        this.scope = scope;
    }

    /** Returns the end of candidates for all m-lines of the current generation. */
    public static EndOfCandidates forAll() {
        return of(null, CandidateScope.NO_INDEX, null);
    }

    /**
     * Returns the end of candidates for one m-line or one generation.
     *
     * @param sdpMid the media stream identification of its m-line (RFC 5888), at most 256 bytes; null for all
     * @param sdpMLineIndex the index of its m-line, 0-65535; -1 for all
     * @param usernameFragment the ICE username fragment of the generation, at most 256 bytes; null for the current one
     */
    public static EndOfCandidates of(@Nullable String sdpMid, int sdpMLineIndex, @Nullable String usernameFragment) {
        return new EndOfCandidates(new CandidateScope(sdpMid, sdpMLineIndex, usernameFragment));
    }

    /** Returns the media stream identification of its m-line (RFC 5888), or null for all. */
    public @Nullable String sdpMid() {
        return scope.sdpMid;
    }

    /** Returns the index of its m-line, from 0; -1 for all. */
    public int sdpMLineIndex() {
        return scope.sdpMLineIndex;
    }

    /** Returns the ICE username fragment of the complete generation, or null for the current one. */
    public @Nullable String usernameFragment() {
        return scope.usernameFragment;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.visitEndOfCandidates(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EndOfCandidates && ((EndOfCandidates) other).scope.equals(scope);
    }

    @Override
    public int hashCode() {
        return scope.hashCode();
    }

    @Override
    public String toString() {
        return "EndOfCandidates{" + scope + "}";
    }
}
