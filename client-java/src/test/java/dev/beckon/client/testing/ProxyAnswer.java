package dev.beckon.client.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Answers the first request of an HTTP/2 connection as a proxy does that has no way to the server: with a page. */
final class ProxyAnswer {

    private static final int PREFACE_BYTES = 24;
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    private ProxyAnswer() {}

    static void serve(Socket client, int status) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        OutputStream out = client.getOutputStream();
        in.skipNBytes(PREFACE_BYTES);
        frame(out, SETTINGS, 0, 0, new byte[0]);
        try {
            while (true) {
                int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
                int type = in.readUnsignedByte();
                int flags = in.readUnsignedByte();
                int stream = in.readInt();
                in.skipNBytes(length);
                if (type == SETTINGS && flags == 0) {
                    frame(out, SETTINGS, 1, 0, new byte[0]);
                } else if (type == HEADERS) {
                    frame(out, HEADERS, END_HEADERS, stream, headers(status));
                    frame(out, DATA, END_STREAM, stream, "<html>not here</html>".getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (EOFException clientIsGone) {
            client.close();
        }
    }

    /** HPACK without compression: literals whose names are entries 8 (":status") and 31 ("content-type") of its table. */
    private static byte[] headers(int status) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(8);
        literal(block, Integer.toString(status));
        block.write(15);
        block.write(31 - 15);
        literal(block, "text/html");
        return block.toByteArray();
    }

    private static void literal(ByteArrayOutputStream block, String text) throws IOException {
        block.write(text.length());
        block.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void frame(OutputStream out, int type, int flags, int stream, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(payload.length >> 16);
        frame.write(payload.length >> 8);
        frame.write(payload.length);
        frame.write(type);
        frame.write(flags);
        for (int shift = 24; shift >= 0; shift -= 8) {
            frame.write(stream >> shift);
        }
        frame.write(payload);
        out.write(frame.toByteArray());
        out.flush();
    }
}
