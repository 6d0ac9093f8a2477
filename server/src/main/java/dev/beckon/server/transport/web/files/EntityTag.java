package dev.beckon.server.transport.web.files;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Entity tags (RFC 9110, section 8.8.3). The ones made here are strong: each names exact bytes. */
final class EntityTag {

    private static final int HASH_BYTES = 16;
    private static final Pattern TAG = Pattern.compile("(?:W/)?(\"[^\"]*\")");

    private EntityTag() {}

    /** Returns the tag of a content in an encoding, for instance "gzip"; "" for the plain content. */
    static String of(byte[] content, String encoding) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(content);
            byte[] hash = Arrays.copyOf(digest.digest(encoding.getBytes(StandardCharsets.UTF_8)), HASH_BYTES);
            return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + '"';
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /**
     * Returns whether If-None-Match names this tag, or any with "*". Weak tags count as well: a proxy that compresses
     * by itself makes a strong tag weak.
     *
     * @param headers all values of the header
     */
    static boolean isNamed(String tag, List<String> headers) {
        for (String header : headers) {
            if (header.strip().equals("*")) {
                return true;
            }
            Matcher named = TAG.matcher(header);
            while (named.find()) {
                if (named.group(1).equals(tag)) {
                    return true;
                }
            }
        }
        return false;
    }
}
