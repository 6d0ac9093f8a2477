package dev.beckon.benchmark.client;

/**
 * A message that was encoded in advance and may be sent any number of times.
 *
 * @param bytes the encoded message
 * @param stampAt position of the stamp
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Outgoing(byte[] bytes, int stampAt) {

    /** Finds the stamp in an encoded message. */
    static Outgoing of(byte[] bytes) {
        int at = Stamp.find(bytes, 0);
        if (at < 0) {
            throw new IllegalArgumentException("a message without a stamp");
        }
        return new Outgoing(bytes, at);
    }

    /** Returns the bytes to send at this time, preceded by {@code room} bytes for the caller to fill. */
    byte[] stamped(int room, long nanos) {
        byte[] copy = new byte[room + bytes.length];
        System.arraycopy(bytes, 0, copy, room, bytes.length);
        Stamp.write(copy, room + stampAt, nanos);
        return copy;
    }
}
