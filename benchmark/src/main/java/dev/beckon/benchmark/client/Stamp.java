package dev.beckon.benchmark.client;

/**
 * A mark in every measured text: "@@", a letter for the kind, and the send time as 16 hex digits of
 * {@link System#nanoTime}. Receivers search for it in the raw message, which costs the same for every protocol.
 */
public final class Stamp {

    /** Receives each stamp of a message, in order. */
    public interface Visitor {
        /**
         * A stamp was found.
         *
         * @param kind the kind of the text around it
         * @param sentNanos the send time of the sender's clock
         */
        void onStamp(Kind kind, long sentNanos);
    }

    private static final int DIGITS_AT = 3;
    private static final int DIGITS = 16;

    private Stamp() {}

    /** Returns a stamp with time 0. */
    static String blank(Kind kind) {
        return "@@" + kind.letter() + "0".repeat(DIGITS);
    }

    /** Returns the position of the first stamp of a message, or -1. */
    static int find(byte[] message, int from) {
        for (int i = from; i + DIGITS_AT + DIGITS <= message.length; i++) {
            if (message[i] == '@' && message[i + 1] == '@') {
                return i;
            }
        }
        return -1;
    }

    /** Sets the time of the stamp at position {@code at}. */
    static void write(byte[] message, int at, long nanos) {
        long rest = nanos;
        for (int i = at + DIGITS_AT + DIGITS - 1; i >= at + DIGITS_AT; i--) {
            message[i] = (byte) Character.forDigit((int) (rest & 15), 16);
            rest >>>= 4;
        }
    }

    /** Calls the visitor for each stamp and returns their number; a server may put several texts into one message. */
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
