package dev.beckon.server.transport.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An HTTP/1.1 client that can also misbehave: it sends exactly the bytes that it is given. */
final class RawConnection implements AutoCloseable {

    record Head(int status, Map<String, String> headers) {

        @Nullable
        String header(String name) {
            return headers.get(name);
        }
    }

    private final Socket socket = new Socket();
    private final InputStream in;

    private RawConnection(int port, int receiveBuffer) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) WebPort.PATIENCE.toMillis());
        in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
    }

    static RawConnection open(int port) throws IOException {
        return new RawConnection(port, 0);
    }

    /** A client that takes little before it reads. */
    static RawConnection openNarrow(int port) throws IOException {
        return new RawConnection(port, 64 * 1024);
    }

    InetSocketAddress localAddress() {
        return new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
    }

    RawConnection send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    RawConnection send(String bytes) throws IOException {
        return send(bytes.getBytes(ISO_8859_1));
    }

    /** A gRPC-Web call with one message. */
    RawConnection call(String path, String message, String... headers) throws IOException {
        return post(path, frame(message.getBytes(ISO_8859_1)), headers);
    }

    RawConnection post(String path, byte[] body, String... headers) throws IOException {
        return post(path, body.length, body, headers);
    }

    /** The length that is announced may be another than what is sent. */
    RawConnection post(String path, int announced, byte[] body, String... headers) throws IOException {
        return send(head(path, "content-length: " + announced, headers)).send(body);
    }

    RawConnection request(String method, String target, String... headers) throws IOException {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: web.test\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return send(head + "\r\n");
    }

    Head readHead() throws IOException {
        int status = Integer.parseInt(readLine().substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
        Map<String, String> headers = new TreeMap<>();
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Head(status, headers);
    }

    /** The next chunk; empty after the last. One write of the server to the response is one chunk. */
    byte[] readChunk() throws IOException {
        byte[] chunk = in.readNBytes(Integer.parseInt(readLine(), 16));
        readLine();
        return chunk;
    }

    byte[] readBody(Head head) throws IOException {
        String length = head.header("content-length");
        if (length != null) {
            return in.readNBytes(Integer.parseInt(length));
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] chunk = readChunk(); chunk.length > 0; chunk = readChunk()) {
            body.writeBytes(chunk);
        }
        return body.toByteArray();
    }

    GrpcAnswer readAnswer() throws IOException {
        Head head = readHead();
        return GrpcAnswer.of(head, readBody(head));
    }

    String readText() throws IOException {
        return new String(readBody(readHead()), ISO_8859_1);
    }

    /** Reads and drops what still comes. Returns when the server ended the connection, in order or by reset. */
    void readToEnd() throws IOException {
        try {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (java.net.SocketTimeoutException open) {
            throw new AssertionError("the server did not end the connection", open);
        } catch (java.net.SocketException reset) {
            // It has ended.
        }
    }

    /** Goes away without a word: the server's kernel gets a reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    static byte[] frame(byte[] message) {
        return frame(0, message.length, message);
    }

    static byte[] frame(int flags, int length, byte[] message) {
        return ByteBuffer.allocate(5 + message.length)
                .put((byte) flags)
                .putInt(length)
                .put(message)
                .array();
    }

    static String head(String path, String framing, String... headers) {
        StringBuilder head = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: web.test\r\n");
        boolean typed = false;
        for (String header : headers) {
            head.append(header).append("\r\n");
            typed |= header.toLowerCase(Locale.ROOT).startsWith("content-type:");
        }
        if (!typed) {
            head.append("content-type: application/grpc-web+proto\r\n");
        }
        return head.append(framing).append("\r\n\r\n").toString();
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the server ended the connection after: " + line);
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }
}
