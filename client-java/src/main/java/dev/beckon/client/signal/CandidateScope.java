package dev.beckon.client.signal;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The m-line and the ICE generation that a candidate or the end of candidates belongs to. */
final class CandidateScope {

    /** Value of an m-line index that is not set. */
    static final int NO_INDEX = -1;

    final @Nullable String sdpMid;
    final int sdpMLineIndex;
    final @Nullable String usernameFragment;

    CandidateScope(@Nullable String sdpMid, int sdpMLineIndex, @Nullable String usernameFragment) {
        if (sdpMLineIndex < NO_INDEX || sdpMLineIndex > 65_535) {
            throw new IllegalArgumentException("sdpMLineIndex: " + sdpMLineIndex + " (expected: 0-65535, or -1)");
        }
        this.sdpMid = sdpMid;
        this.sdpMLineIndex = sdpMLineIndex;
        // Some peers fill the field with "", which is no fragment (an ice-ufrag has at least 4 characters).
        this.usernameFragment = usernameFragment == null || usernameFragment.isEmpty() ? null : usernameFragment;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CandidateScope
                && Objects.equals(((CandidateScope) other).sdpMid, sdpMid)
                && ((CandidateScope) other).sdpMLineIndex == sdpMLineIndex
                && Objects.equals(((CandidateScope) other).usernameFragment, usernameFragment);
    }

    @Override
    public int hashCode() {
        return Objects.hash(sdpMid, sdpMLineIndex, usernameFragment);
    }

    @Override
    public String toString() {
        return "sdpMid=" + sdpMid + ", sdpMLineIndex=" + sdpMLineIndex;
    }
}
