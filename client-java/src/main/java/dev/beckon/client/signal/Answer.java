package dev.beckon.client.signal;

import java.util.Objects;

/**
 * An RTCSessionDescription of type "answer" or "pranswer" (W3C WebRTC, section 4.6.2). Its counterpart in libwebrtc is
 * a {@code SessionDescription} of {@code Type.ANSWER} or {@code Type.PRANSWER}.
 */
public final class Answer extends SignalBody {

    private final String sdp;
    private final int offerId;
    private final boolean provisional;

    private Answer(String sdp, int offerId, boolean provisional) {
        this.sdp = Objects.requireNonNull(sdp, "sdp");
        this.offerId = offerId;
        this.provisional = provisional;
    }

    /**
     * Returns a final answer to an offer.
     *
     * @param sdp the session description (RFC 8866): begins with "v=0", at most 256 KiB by default
     * @param offerId the {@link Offer#offerId} of the offer that it answers, 0 if the offer had none
     */
    public static Answer of(String sdp, int offerId) {
        return new Answer(sdp, offerId, false);
    }

    /**
     * Returns a provisional answer ("pranswer"), which is followed by a final one.
     *
     * @param sdp the session description (RFC 8866): begins with "v=0", at most 256 KiB by default
     * @param offerId the {@link Offer#offerId} of the offer that it answers, 0 if the offer had none
     */
    public static Answer provisional(String sdp, int offerId) {
        return new Answer(sdp, offerId, true);
    }

    /** Returns the session description (RFC 8866). */
    public String sdp() {
        return sdp;
    }

    /** Returns the number of the offer that it answers, 0 for none. */
    public int offerId() {
        return offerId;
    }

    /** Returns whether this is a "pranswer", which is followed by a final answer. */
    public boolean isProvisional() {
        return provisional;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.visitAnswer(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Answer
                && ((Answer) other).sdp.equals(sdp)
                && ((Answer) other).offerId == offerId
                && ((Answer) other).provisional == provisional;
    }

    @Override
    public int hashCode() {
        return Objects.hash(sdp, offerId, provisional);
    }

    /** Omits the session description, which reveals addresses. */
    @Override
    public String toString() {
        return "Answer{offerId=" + offerId + ", provisional=" + provisional + ", sdp=" + sdp.length() + " chars}";
    }
}
