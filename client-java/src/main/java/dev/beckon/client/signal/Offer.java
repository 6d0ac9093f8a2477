package dev.beckon.client.signal;

import java.util.Objects;

/**
 * An RTCSessionDescription of type "offer" (W3C WebRTC, section 4.6.2). Its counterpart in libwebrtc is a
 * {@code SessionDescription} of {@code Type.OFFER}.
 */
public final class Offer extends SignalBody {

    private final String sdp;
    private final int offerId;
    private final boolean polite;

    private Offer(String sdp, int offerId, boolean polite) {
        this.sdp = Objects.requireNonNull(sdp, "sdp");
        this.offerId = offerId;
        this.polite = polite;
    }

    /**
     * Returns an offer without a number.
     *
     * @param sdp the session description (RFC 8866): begins with "v=0", at most 256 KiB by default
     */
    public static Offer of(String sdp) {
        return new Offer(sdp, 0, false);
    }

    /**
     * Returns an offer with a number. Its answer repeats the number, so that an answer to an older offer can be
     * recognized.
     *
     * @param sdp the session description (RFC 8866): begins with "v=0", at most 256 KiB by default
     * @param offerId number of this offer on its connection: 1, 2, 3...; 0 for none
     */
    public static Offer of(String sdp, int offerId) {
        return new Offer(sdp, offerId, false);
    }

    /** Returns an offer as delivered by the server. Apps use {@link #of}, because the server decides who is polite. */
    public static Offer received(String sdp, int offerId, boolean polite) {
        return new Offer(sdp, offerId, polite);
    }

    /** Returns the session description (RFC 8866). */
    public String sdp() {
        return sdp;
    }

    /** Returns the number of this offer on its connection, 0 for none. */
    public int offerId() {
        return offerId;
    }

    /**
     * Returns whether the receiver of this offer is the polite peer of perfect negotiation (W3C WebRTC, section 10.7),
     * which rolls back its own offer if two offers collide. Set by the server; false in an offer that was not received.
     */
    public boolean isPolite() {
        return polite;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.visitOffer(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Offer
                && ((Offer) other).sdp.equals(sdp)
                && ((Offer) other).offerId == offerId
                && ((Offer) other).polite == polite;
    }

    @Override
    public int hashCode() {
        return Objects.hash(sdp, offerId, polite);
    }

    /** Omits the session description, which reveals addresses. */
    @Override
    public String toString() {
        return "Offer{offerId=" + offerId + ", polite=" + polite + ", sdp=" + sdp.length() + " chars}";
    }
}
