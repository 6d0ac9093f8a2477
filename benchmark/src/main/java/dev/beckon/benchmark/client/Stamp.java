package dev.beckon.benchmark.client;

/**
 * The mark inside every measured text: "@@", a letter for the kind, and when it was sent, as 16 hex digits of {@link
 * System#nanoTime}. Receivers look for it in the raw message, which costs the same for every protocol.
 */
public final class Stamp {

    /** Told about each stamp of a message, in order. */
    public interface Visitor {
        /**
         * A stamp was found.
         *
         * @param kind the kind of the text around it
         * @param sentNanos what the sender's clock said
         */
        void onStamp(Kind kind, long sentNanos);
    }

    private static final int DIGITS_AT = 3;
    private static final int DIGITS = 16;

    private Stamp() {}

    /** A stamp of time 0. */
    static String blank(Kind kind) {
        return "@@" + kind.letter() + "0".repeat(DIGITS);
    }

    /** Where the first stamp of a message begins, or -1. */
    static int find(byte[] message, int from) {
        for (int i = from; i + DIGITS_AT + DIGITS <= message.length; i++) {
            if (message[i] == '@' && message[i + 1] == '@') {
                return i;
            }
        }
        return -1;
    }

    /** Sets the time of the stamp that begins at {@code at}. */
    static void write(byte[] message, int at, long nanos) {
        long rest = nanos;
        for (int i = at + DIGITS_AT + DIGITS - 1; i >= at + DIGITS_AT; i--) {
            message[i] = (byte) Character.forDigit((int) (rest & 15), 16);
            rest >>>= 4;
        }
    }

    /** Calls the visitor for each stamp and returns how many there are: a server may put several texts in one message. */
    public static int visit(byte[] message, Visitor visitor) {
        int count = 0;
        for (int at = find(message, 0); at >= 0; at = find(message, at + DIGITS_AT + DIGITS)) {
            visitor.onStamp(kind(message[at + 2]), nanos(message, at));
            count++;
        }
        return count;
    }

    private static Kind kind(byte letter) {
        return switch (letter) {
            case 'O' -> Kind.OFFER;
            case 'A' -> Kind.ANSWER;
            case 'C' -> Kind.CANDIDATE;
            default -> throw new IllegalArgumentException("kind of a stamp: " + letter + " (expected: O, A or C)");
        };
    }

    private static long nanos(byte[] message, int at) {
        long nanos = 0;
        for (int i = at + DIGITS_AT; i < at + DIGITS_AT + DIGITS; i++) {
            nanos = (nanos << 4) | Character.digit(message[i], 16);
        }
        return nanos;
    }
}
