package dev.beckon.client.internal.session;

import org.jspecify.annotations.Nullable;

/** Computes lengths in UTF-8 without encoding. */
final class Utf8 {

    private Utf8() {}

    /** Returns an upper bound for the bytes of the text; 0 for null. */
    static int length(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        int bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                // A surrogate pair counts 2 + 2, which is correct: 4 bytes for two chars.
                bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
            }
        }
        return bytes;
    }
}
