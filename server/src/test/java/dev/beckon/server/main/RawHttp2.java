package dev.beckon.server.main;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An HTTP/2 connection that sends exactly the frames that it is given (RFC 9113), and reads whatever comes back. */
final class RawHttp2 implements AutoCloseable {

    static final int DATA = 0;
    static final int PRIORITY = 2;
    static final int SETTINGS = 4;
    static final int PING = 6;

    private static final int ACK = 1;
    private static final int CUT = -1;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int END_HEADERS = 4;
    private static final int CANCEL = 8;
    private static final int HEADER_BYTES = 9;

    private final Socket socket;
    private final CompletableFuture<Void> cut = new CompletableFuture<>();
    private final BlockingQueue<Integer> pongs = new LinkedBlockingQueue<>();

    RawHttp2(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
        send(frame(SETTINGS, 0, 0, new byte[0]));
        Thread.ofVirtual().start(this::readToEnd);
    }

    /** Whether the server has ended the connection. */
    boolean isCut() {
        return cut.isDone();
    }

    /** Sends a PING and waits for its answer. False if the connection ended instead. */
    boolean ping() throws Exception {
        send(frame(PING, 0, 0, new byte[8]));
        return pongs.poll(RunningServer.PATIENCE_SECONDS, TimeUnit.SECONDS) == PING;
    }

    void send(byte[] frames) throws IOException {
        socket.getOutputStream().write(frames);
    }

    static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(HEADER_BYTES + payload.length)
                .putShort((short) (payload.length >> 8))
                .put((byte) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /** A call that begins; its body is still to come. */
    static byte[] call(int stream, String path, String contentType) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(0x83); // :method POST
        block.write(0x86); // :scheme http
        literal(block, new byte[] {0x04}, path);
        literal(block, new byte[] {0x01}, "localhost"); // :authority
        literal(block, new byte[] {0x0f, 0x10}, contentType);
        literal(block, new byte[] {0x00, 2, 't', 'e'}, "trailers");
        return frame(HEADERS, END_HEADERS, stream, block.toByteArray());
    }

    /** The end of a call that its client does not want any more. */
    static byte[] reset(int stream) {
        return frame(RST_STREAM, 0, stream, new byte[] {0, 0, 0, CANCEL});
    }

    private static void literal(ByteArrayOutputStream block, byte[] name, String value) {
        block.writeBytes(name);
        block.write(value.length());
        block.writeBytes(value.getBytes(US_ASCII));
    }

    private void readToEnd() {
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (true) {
                int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
                int type = in.readUnsignedByte();
                int flags = in.readUnsignedByte();
                in.skipNBytes(Integer.BYTES + length);
                if (type == PING && (flags & ACK) != 0) {
                    pongs.add(PING);
                }
            }
        } catch (IOException end) {
            // It has ended, which is what is asked.
        }
        cut.complete(null);
        pongs.add(CUT);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
