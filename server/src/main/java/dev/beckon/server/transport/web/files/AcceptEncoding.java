package dev.beckon.server.transport.web.files;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The request header Accept-Encoding (RFC 9110, section 12.5.3). */
final class AcceptEncoding {

    private static final Pattern QUALITY = Pattern.compile("0(\\.\\d{0,3})?|1(\\.0{0,3})?");
    private static final double UNNAMED = -1;

    private AcceptEncoding() {}

    /**
     * Returns whether a client takes gzip at least as gladly as the plain content.
     *
     * @param headers all values of the header; none: the client does not say, and gets the plain content
     */
    static boolean prefersGzip(List<String> headers) {
        double gzip = UNNAMED;
        double identity = UNNAMED;
        double others = UNNAMED;
        for (String element : String.join(",", headers).split(",", -1)) {
            String[] parts = element.split(";", -1);
            switch (parts[0].strip().toLowerCase(Locale.ROOT)) {
                case "gzip", "x-gzip" -> gzip = Math.max(gzip, quality(parts));
                case "identity" -> identity = quality(parts);
                case "*" -> others = quality(parts);
                default -> {}
            }
        }
        double wanted = gzip == UNNAMED ? others : gzip;
        return wanted > 0 && wanted >= identity;
    }

    /** Returns the weight of an element; 0 if it is malformed. */
    private static double quality(String[] parts) {
        for (int part = 1; part < parts.length; part++) {
            String[] parameter = parts[part].split("=", 2);
            if (parameter[0].strip().equalsIgnoreCase("q")) {
                String value = parameter.length == 1 ? "" : parameter[1].strip();
                return QUALITY.matcher(value).matches() ? Double.parseDouble(value) : 0;
            }
        }
        return 1;
    }
}
