package dev.beckon.benchmark.client;

/** Variable-length numbers of the protobuf encoding, for the two fields that clients access in every frame. */
final class Varint {

    private Varint() {}

    /** Returns the encoded length of a non-negative number. */
    static int size(long value) {
        return Math.max(1, (70 - Long.numberOfLeadingZeros(value)) / 7);
    }

    static void write(byte[] target, int at, long value) {
        int i = at;
        long rest = value;
        while (rest > 0x7f) {
            target[i++] = (byte) ((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        target[i] = (byte) rest;
    }

    /** Returns the position after a varint. */
    static int skip(byte[] source, int at) {
        int i = at;
        while (source[i] < 0) {
            i++;
        }
        return i + 1;
    }

    static long read(byte[] source, int at) {
        long value = 0;
        int i = at;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = source[i++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a varint of more than 10 bytes");
    }
}
