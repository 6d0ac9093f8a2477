package dev.beckon.client.internal.session;

import org.jspecify.annotations.Nullable;

/** Counts bytes of UTF-8 without encoding. */
final class Utf8 {

    private Utf8() {}

    /** At most how many bytes the text takes; 0 for null. */
    static int length(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        int bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                // A pair of surrogates counts 2 + 2 here, which is right: 4 bytes for two chars.
                bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
            }
        }
        return bytes;
    }
}
