package dev.beckon.server.transport.web.grpcweb;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** A message with its header of five bytes: flags and length (PROTOCOL-HTTP2.md, length-prefixed message). */
final class MessageFrame {

    static final int HEADER_BYTES = 5;
    static final byte TRAILERS = (byte) 0x80;

    private static final int COMPRESSED = 1;

    private MessageFrame() {}

    /** The message of a body, or why there is none. */
    sealed interface Parsed {

        record Message(InputStream content) implements Parsed {}

        record Refused(Ending ending) implements Parsed {}
    }

    /** Parses a body that must be exactly one message. */
    static Parsed parse(byte[] body, int maxMessageBytes) {
        if (body.length == 0) {
            return refused("The request has no message");
        }
        if (body.length < HEADER_BYTES) {
            return refused("body: " + body.length + " bytes (expected: a frame of at least 5 bytes)");
        }
        int flags = body[0] & 0xff;
        long length = declaredLength(ByteBuffer.wrap(body).getInt(1));
        if (flags == COMPRESSED) {
            return new Parsed.Refused(Ending.compressed());
        }
        if (flags != 0) {
            return refused("frame flags: " + flags + " (expected: 0)");
        }
        if (length > maxMessageBytes) {
            return new Parsed.Refused(Ending.messageTooLarge(length, maxMessageBytes));
        }
        if (length != body.length - HEADER_BYTES) {
            return refused("frame length: " + length + " (expected: one frame that fills the body, "
                    + (body.length - HEADER_BYTES) + ")");
        }
        return new Parsed.Message(new Content(body));
    }

    static long declaredLength(int lengthField) {
        return Integer.toUnsignedLong(lengthField);
    }

    /** Frames an uncompressed message. Closes the content. */
    static byte[] write(InputStream content) {
        try (content) {
            Frame frame = new Frame(HEADER_BYTES + Math.max(32, content.available()));
            frame.writeBytes(new byte[HEADER_BYTES]);
            if (content instanceof Drainable drainable) {
                drainable.drainTo(frame);
            } else {
                content.transferTo(frame);
            }
            return frame.finish();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Parsed refused(String why) {
        return new Parsed.Refused(Ending.malformed(why));
    }

    /** Marshallers size their buffers by the known length. */
    private static final class Content extends ByteArrayInputStream implements KnownLength {

        Content(byte[] body) {
            super(body, HEADER_BYTES, body.length - HEADER_BYTES);
        }
    }

    private static final class Frame extends ByteArrayOutputStream {

        Frame(int size) {
            super(size);
        }

        byte[] finish() {
            byte[] frame = count == buf.length ? buf : toByteArray();
            ByteBuffer.wrap(frame).putInt(1, frame.length - HEADER_BYTES);
            return frame;
        }
    }
}
