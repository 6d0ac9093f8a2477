package dev.beckon.server.wire;

import com.google.protobuf.ByteString;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.Refusal.Violation;
import dev.beckon.server.core.peer.Ids;
import dev.beckon.server.core.peer.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects the violations of one frame. Messages name the field, the value found and the expectation, and never contain
 * a value that may be secret or of any length.
 */
final class FieldRules {

    private static final ByteString SDP_BEGIN = ByteString.copyFromUtf8("v=0");
    private static final int SHOWN_CHARACTERS = 32;
    private static final int ATTRIBUTE_KEY_BYTES = 128;

    /** Enough to fix a client, few enough for the trailers of a status. */
    private static final int MAX_VIOLATIONS = 8;

    // Created with the first violation: nearly all frames have none.
    private @Nullable List<Violation> violations;
    private boolean onlySizes = true;

    /** Returns the refusal; null if there is no violation. */
    @Nullable
    Refusal refusal() {
        if (violations == null) {
            return null;
        }
        return onlySizes ? Refusal.tooLarge(violations) : Refusal.invalidFrame(violations);
    }

    void id(String field, String value) {
        if (!Ids.isValid(value)) {
            invalid(new Violation(
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
            invalid(new Violation(field, shown(value), "no leading '$', which marks the server's own names"));
        }
    }

    void absent(String field, boolean present, String whoSetsIt) {
        if (present) {
            invalid(new Violation(field, "a value", "nothing: " + whoSetsIt));
        }
    }

    void required(String field, boolean present, String expected) {
        if (!present) {
            invalid(new Violation(field, "nothing", expected));
        }
    }

    void atMost(String field, long found, long max) {
        if (found > max) {
            invalid(new Violation(field, Long.toString(found), "at most " + max));
        }
    }

    void range(String field, boolean isInside, String found, String expected) {
        if (!isInside) {
            invalid(new Violation(field, found, expected));
        }
    }

    void known(String field, boolean known, int number) {
        if (!known) {
            invalid(new Violation(field, Integer.toString(number), "a value of the contract"));
        }
    }

    void zeroSeq(long seq) {
        if (seq != 0) {
            invalid(new Violation("seq", Long.toUnsignedString(seq), "0 for this kind of frame"));
        }
    }

    void size(String field, int bytes, int max) {
        if (bytes > max) {
            add(new Violation(field, bytes + " bytes", "at most " + max + " bytes"));
        }
    }

    /** Limits the number of elements. */
    void count(String field, int found, int max) {
        if (found > max) {
            add(new Violation(field, found + " of them", "at most " + max));
        }
    }

    /** Checks a short UTF-8 text shown to people or parsed by other peers: no control characters. */
    void line(String field, ByteString value, int maxBytes) {
        size(field, value.size(), maxBytes);
        for (int i = 0; i < value.size(); i++) {
            if (isControl(value, i)) {
                invalid(new Violation(field, "a control character", "none"));
                return;
            }
        }
    }

    void sdp(String field, ByteString value, int maxBytes) {
        size(field, value.size(), maxBytes);
        if (!value.startsWith(SDP_BEGIN)) {
            String found = value.isEmpty() ? "nothing" : "something else";
            invalid(new Violation(field, found, "a session description, starting v=0"));
            return;
        }
        for (int i = 0; i < value.size(); i++) {
            if (value.byteAt(i) == 0) {
                invalid(new Violation(field, "a NUL character", "none"));
                return;
            }
        }
    }

    void secret(String field, int bytes, int min, int max) {
        if (bytes < min || bytes > max) {
            invalid(new Violation(field, bytes + " bytes", min + "-" + max + " bytes"));
        }
    }

    void attributes(String field, Map<String, String> attributes, int maxBytes) {
        for (String key : attributes.keySet()) {
            int bytes = ByteString.copyFromUtf8(key).size();
            if (bytes == 0 || bytes > ATTRIBUTE_KEY_BYTES) {
                invalid(new Violation(
                        field, "a key of " + bytes + " bytes", "keys of 1-" + ATTRIBUTE_KEY_BYTES + " bytes"));
                break;
            }
        }
        size(field, Profile.attributeBytes(attributes), maxBytes);
    }

    private void invalid(Violation violation) {
        onlySizes = false;
        add(violation);
    }

    private void add(Violation violation) {
        if (violations == null) {
            violations = new ArrayList<>(1);
        }
        if (violations.size() < MAX_VIOLATIONS) {
            violations.add(violation);
        }
    }

    /** C0, DEL, and C1, which in UTF-8 is C2 80 to C2 9F. */
    private static boolean isControl(ByteString text, int index) {
        byte b = text.byteAt(index);
        return (b >= 0 && b < ' ') || b == 0x7f || (b == (byte) 0xc2 && (text.byteAt(index + 1) & 0xe0) == 0x80);
    }

    private static String shown(String value) {
        String head = value.length() > SHOWN_CHARACTERS ? value.substring(0, SHOWN_CHARACTERS) + "..." : value;
        return "'" + head.replaceAll("\\p{Cntrl}", "?") + "'";
    }
}
