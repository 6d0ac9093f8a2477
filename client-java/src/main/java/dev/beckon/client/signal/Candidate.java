package dev.beckon.client.signal;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An RTCIceCandidateInit (W3C WebRTC, section 4.8.1). Its counterpart in libwebrtc is an {@code IceCandidate}, whose
 * {@code sdp} is {@link #candidate} here.
 */
public final class Candidate extends SignalBody {

    private final String candidate;
    private final CandidateScope scope;

    private Candidate(String candidate, CandidateScope scope) {
        // If it was cut out of a description, it may include the line break, which the server refuses.
        this.candidate = Objects.requireNonNull(candidate, "candidate").trim();
        this.scope = scope;
        if (scope.sdpMid == null && scope.sdpMLineIndex == CandidateScope.NO_INDEX) {
            throw new IllegalArgumentException("candidate without sdpMid and sdpMLineIndex (expected: one of them)");
        }
    }

    /**
     * Returns a candidate with the fields of libwebrtc: {@code Candidate.of(ice.sdp, ice.sdpMid, ice.sdpMLineIndex)}.
     *
     * @param candidate the candidate-attribute (RFC 8839, section 5.1): "candidate:...", at most 4 KiB by default;
     *     spaces and line breaks around it are removed
     * @param sdpMid the media stream identification of its m-line (RFC 5888), at most 256 bytes; null for none
     * @param sdpMLineIndex the index of its m-line, 0-65535; -1 for none, if sdpMid is set
     */
    public static Candidate of(String candidate, @Nullable String sdpMid, int sdpMLineIndex) {
        return of(candidate, sdpMid, sdpMLineIndex, null);
    }

    /**
     * Returns a candidate of an ICE generation.
     *
     * @param candidate the candidate-attribute (RFC 8839, section 5.1): "candidate:...", at most 4 KiB by default;
     *     spaces and line breaks around it are removed
     * @param sdpMid the media stream identification of its m-line (RFC 5888), at most 256 bytes; null for none
     * @param sdpMLineIndex the index of its m-line, 0-65535; -1 for none, if sdpMid is set
     * @param usernameFragment the ICE username fragment of its generation, at most 256 bytes; null for none
     */
    public static Candidate of(
            String candidate, @Nullable String sdpMid, int sdpMLineIndex, @Nullable String usernameFragment) {
        return new Candidate(candidate, new CandidateScope(sdpMid, sdpMLineIndex, usernameFragment));
    }

    /** Returns the candidate-attribute (RFC 8839, section 5.1): "candidate:...". */
    public String candidate() {
        return candidate;
    }

    /** Returns the media stream identification of its m-line (RFC 5888), or null. */
    public @Nullable String sdpMid() {
        return scope.sdpMid;
    }

    /** Returns the index of its m-line, from 0; -1 for none. */
    public int sdpMLineIndex() {
        return scope.sdpMLineIndex;
    }

    /** Returns the ICE username fragment of its generation, or null. */
    public @Nullable String usernameFragment() {
        return scope.usernameFragment;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.visitCandidate(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Candidate
                && ((Candidate) other).candidate.equals(candidate)
                && ((Candidate) other).scope.equals(scope);
    }

    @Override
    public int hashCode() {
        return Objects.hash(candidate, scope);
    }

    /** Omits the candidate-attribute, which reveals addresses. */
    @Override
    public String toString() {
        return "Candidate{" + scope + "}";
    }
}
