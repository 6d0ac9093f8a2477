package dev.beckon.benchmark.client;

import dev.beckon.v1.ServerFrame;

/**
 * Finds the seqs of events in an encoded ServerFrame without decoding it, because the generator must not cost more than
 * the server.
 */
final class EventSeqs {

    private static final int WIRE_TYPE_BITS = 3;
    private static final int LENGTH_DELIMITED = 2;
    private static final int EVENTS = ServerFrame.EVENTS_FIELD_NUMBER << WIRE_TYPE_BITS | LENGTH_DELIMITED;

    /** The tag of field 1 as varint: {@code ack} of a frame, {@code seq} of an event; both come first. */
    private static final byte FIRST_FIELD = 0x08;

    private EventSeqs() {}

    /** Returns the highest seq of all events, 0 if none has one. */
    static long highest(byte[] frame) {
        long highest = 0;
        int at = 0;
        if (frame.length > 0 && frame[0] == FIRST_FIELD) {
            at = Varint.skip(frame, 1);
        }
        while (at < frame.length && frame[at] == EVENTS) {
            int length = (int) Varint.read(frame, at + 1);
            int event = Varint.skip(frame, at + 1);
            if (length > 0 && frame[event] == FIRST_FIELD) {
                highest = Math.max(highest, Varint.read(frame, event + 1));
            }
            at = event + length;
        }
        return highest;
    }
}
