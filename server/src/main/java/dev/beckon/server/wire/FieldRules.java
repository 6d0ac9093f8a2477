package dev.beckon.server.wire;

import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.Refusal.Violation;
import dev.beckon.server.core.peer.Ids;
import dev.beckon.server.core.peer.Profile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is wrong with one frame. Messages name the field, what was found and what is expected, and never repeat a
 * value that may be a secret or as long as its sender likes.
 */
final class FieldRules {

    private static final int SHOWN_CHARACTERS = 32;
    private static final int ATTRIBUTE_KEY_BYTES = 128;

    private final List<Violation> invalid = new ArrayList<>(0);
    private final List<Violation> tooLarge = new ArrayList<>(0);

    /** The refusal if any rule was broken. */
    @Nullable
    Refusal refusal() {
        if (!invalid.isEmpty()) {
            invalid.addAll(tooLarge);
            return Refusal.invalidFrame(invalid);
        }
        return tooLarge.isEmpty() ? null : Refusal.tooLarge(tooLarge);
    }

    void id(String field, String value) {
        if (!Ids.isValid(value)) {
            invalid.add(new Violation(
                    field,
                    value.isEmpty() ? "nothing" : shown(value),
                    "1-" + Ids.MAX_LENGTH + " printable ASCII characters without spaces"));
        }
    }

    void optionalId(String field, String value) {
        if (!value.isEmpty()) {
            id(field, value);
        }
    }

    void notReserved(String field, String value) {
        if (Ids.isReserved(value)) {
            invalid.add(new Violation(field, shown(value), "no leading '$', which marks the server's own names"));
        }
    }

    void absent(String field, boolean present, String whoSetsIt) {
        if (present) {
            invalid.add(new Violation(field, "a value", "nothing: " + whoSetsIt));
        }
    }

    void required(String field, boolean present, String expected) {
        if (!present) {
            invalid.add(new Violation(field, "nothing", expected));
        }
    }

    void atMost(String field, long found, long max) {
        if (found > max) {
            invalid.add(new Violation(field, Long.toString(found), "at most " + max));
        }
    }

    void known(String field, boolean known, int number) {
        if (!known) {
            invalid.add(new Violation(field, Integer.toString(number), "a value of the contract"));
        }
    }

    void zeroSeq(long seq) {
        if (seq != 0) {
            invalid.add(new Violation("seq", Long.toUnsignedString(seq), "0 for this kind of frame"));
        }
    }

    void size(String field, int bytes, int max) {
        if (bytes > max) {
            tooLarge.add(new Violation(field, bytes + " bytes", "at most " + max + " bytes"));
        }
    }

    /** A short text that people or other peers' parsers see: no control characters. */
    void line(String field, String value, int maxBytes) {
        size(field, utf8Length(value), maxBytes);
        for (int i = 0; i < value.length(); i++) {
            if (Character.isISOControl(value.charAt(i))) {
                invalid.add(new Violation(field, "a control character", "none"));
                return;
            }
        }
    }

    void sdp(String field, String value, int maxBytes) {
        size(field, utf8Length(value), maxBytes);
        if (!value.startsWith("v=0")) {
            invalid.add(new Violation(
                    field, value.isEmpty() ? "nothing" : "something else", "a session description, starting v=0"));
        } else if (value.indexOf('\0') >= 0) {
            invalid.add(new Violation(field, "a NUL character", "none"));
        }
    }

    void secret(String field, int bytes, int min, int max) {
        if (bytes < min || bytes > max) {
            invalid.add(new Violation(field, bytes + " bytes", min + "-" + max + " bytes"));
        }
    }

    void attributes(String field, Map<String, String> attributes, int maxBytes) {
        for (String key : attributes.keySet()) {
            required(field, !key.isEmpty(), "keys of 1-" + ATTRIBUTE_KEY_BYTES + " bytes");
            size(field, utf8Length(key), ATTRIBUTE_KEY_BYTES);
        }
        size(field, Profile.attributeBytes(attributes), maxBytes);
    }

    static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String shown(String value) {
        String head = value.length() > SHOWN_CHARACTERS ? value.substring(0, SHOWN_CHARACTERS) + "..." : value;
        return "'" + head.replaceAll("\\p{Cntrl}", "?") + "'";
    }
}
