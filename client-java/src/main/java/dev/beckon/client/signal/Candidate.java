package dev.beckon.client.signal;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An RTCIceCandidateInit (W3C WebRTC, section 4.8.1); in libwebrtc an {@code IceCandidate}, whose {@code sdp} is
 * {@link #candidate} here.
 */
public final class Candidate extends SignalBody {

    private final String candidate;
    private final CandidateScope scope;

    private Candidate(String candidate, CandidateScope scope) {
        this.candidate = Objects.requireNonNull(candidate, "candidate");
        this.scope = scope;
        if (scope.sdpMid == null && scope.sdpMLineIndex == CandidateScope.NO_INDEX) {
            throw new IllegalArgumentException("candidate without sdpMid and sdpMLineIndex (expected: one of them)");
        }
    }

    /**
     * A candidate as libwebrtc gives it: {@code Candidate.of(ice.sdp, ice.sdpMid, ice.sdpMLineIndex)}.
     *
     * @param candidate the candidate-attribute (RFC 8839, section 5.1): "candidate:...", at most 4 KiB by default
     * @param sdpMid the media stream identification of its m-line (RFC 5888), at most 256 bytes; null for none
     * @param sdpMLineIndex the index of its m-line, 0-65535; -1 for none, if sdpMid is given
     */
    public static Candidate of(String candidate, @Nullable String sdpMid, int sdpMLineIndex) {
        return of(candidate, sdpMid, sdpMLineIndex, null);
    }

    /**
     * A candidate that names its ICE generation.
     *
     * @param candidate the candidate-attribute (RFC 8839, section 5.1): "candidate:...", at most 4 KiB by default
     * @param sdpMid the media stream identification of its m-line (RFC 5888), at most 256 bytes; null for none
     * @param sdpMLineIndex the index of its m-line, 0-65535; -1 for none, if sdpMid is given
     * @param usernameFragment the ICE username fragment of its generation, at most 256 bytes; null for none
     */
    public static Candidate of(
            String candidate, @Nullable String sdpMid, int sdpMLineIndex, @Nullable String usernameFragment) {
        return new Candidate(candidate, new CandidateScope(sdpMid, sdpMLineIndex, usernameFragment));
    }

    /** The candidate-attribute (RFC 8839, section 5.1): "candidate:...". */
    public String candidate() {
        return candidate;
    }

    /** The media stream identification of its m-line (RFC 5888), or null. */
    public @Nullable String sdpMid() {
        return scope.sdpMid;
    }

    /** The index of its m-line, from 0; -1 if it is not given. */
    public int sdpMLineIndex() {
        return scope.sdpMLineIndex;
    }

    /** The ICE username fragment of the generation that it belongs to, or null. */
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

    /** Without the candidate-attribute, which tells addresses. */
    @Override
    public String toString() {
        return "Candidate{" + scope + "}";
    }
}
