package dev.beckon.benchmark.client;

/** Creates texts of signals with the requested length, a realistic format and a {@link Stamp}. ASCII only. */
final class Text {

    /** The m-line that candidates belong to. */
    static final String MID = "0";

    /** The ICE username fragment of all candidates. */
    static final String USERNAME_FRAGMENT = "Xk3d";

    private static final String SDP_LINE = "a=rtpmap:96 VP8/90000\r\n";
    private static final String CANDIDATE =
            "candidate:842163049 1 udp 1677729535 203.0.113.77 46154 typ srflx raddr 192.0.2.17 rport 46154 generation 0 ufrag "
                    + USERNAME_FRAGMENT + " mark ";

    private Text() {}

    /** Returns a session description or candidate line with this many bytes, at least 160. */
    static String of(Kind kind, int bytes) {
        StringBuilder text = new StringBuilder(bytes);
        String filler;
        if (kind == Kind.CANDIDATE) {
            text.append(CANDIDATE).append(Stamp.blank(kind));
            filler = " network-cost 10";
        } else {
            text.append("v=0\r\na=").append(Stamp.blank(kind)).append("\r\n");
            filler = SDP_LINE;
        }
        if (text.length() > bytes) {
            throw new IllegalArgumentException("text bytes: " + bytes + " (expected: >= " + text.length() + ")");
        }
        while (text.length() < bytes) {
            text.append(filler, 0, Math.min(filler.length(), bytes - text.length()));
        }
        return text.toString();
    }
}
