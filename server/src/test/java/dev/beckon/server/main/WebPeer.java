package dev.beckon.server.main;

import com.google.protobuf.MessageLite;
import dev.beckon.v1.ClientFrame;
import dev.beckon.v1.Event;
import dev.beckon.v1.Hello;
import dev.beckon.v1.OpenRequest;
import dev.beckon.v1.SendRequest;
import dev.beckon.v1.SendResponse;
import dev.beckon.v1.ServerFrame;
import dev.beckon.v1.Welcome;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A peer on Open and Send, over gRPC-Web at the server's own web port. */
final class WebPeer extends ThinPeer {

    private static final int PREFIX_BYTES = 5;
    private static final int TRAILERS = 0x80;

    private final HttpClient http;
    private final String service;
    private final String token;
    private final DataInputStream stream;
    private volatile boolean lost;
    private String attachment = "";

    /** Opens the stream with this access token, and says hello. */
    WebPeer(HttpClient http, int port, String token, Hello hello) throws IOException, InterruptedException {
        super(!hello.getSessionKey().isEmpty());
        this.http = http;
        this.service = "http://127.0.0.1:" + port + "/beckon.v1.Signaling/";
        this.token = token;
        stream = call("Open", OpenRequest.newBuilder().setHello(hello).build());
        Thread.ofVirtual().start(this::read);
    }

    @Override
    Welcome welcome() throws InterruptedException {
        Welcome welcome = await(Event::hasWelcome).getWelcome();
        attachment = welcome.getAttachmentToken();
        return welcome;
    }

    @Override
    void send(ClientFrame frame) throws IOException, InterruptedException {
        SendRequest request = SendRequest.newBuilder()
                .setAttachmentToken(attachment)
                .addFrames(frame)
                .build();
        try (DataInputStream answer = call("Send", request)) {
            long ack = SendResponse.parseFrom(message(answer)).getAck();
            String trailers = trailers(answer);
            if (ack < frame.getSeq() || !trailers.contains("grpc-status:0")) {
                throw new IOException("seq " + frame.getSeq() + ", ack " + ack + ", " + trailers);
            }
        }
    }

    @Override
    void lose() throws IOException {
        lost = true;
        stream.close();
    }

    private void read() {
        try (stream) {
            while (true) {
                int flags = stream.readUnsignedByte();
                byte[] body = stream.readNBytes(stream.readInt());
                if (flags == TRAILERS) {
                    String trailers = new String(body, StandardCharsets.US_ASCII);
                    arrive(new End(trailers.contains("grpc-status:0") ? "OK" : trailers));
                    return;
                }
                arrive(ServerFrame.parseFrom(body));
            }
        } catch (IOException cut) {
            arrive(new End(lost ? "lost" : cut.toString()));
        }
    }

    private DataInputStream call(String rpc, MessageLite message) throws IOException, InterruptedException {
        byte[] body = message.toByteArray();
        HttpRequest request = HttpRequest.newBuilder(URI.create(service + rpc))
                .header("content-type", "application/grpc-web+proto")
                .header("authorization", "Bearer " + token)
                .POST(BodyPublishers.ofByteArray(ByteBuffer.allocate(PREFIX_BYTES + body.length)
                        .put((byte) 0)
                        .putInt(body.length)
                        .put(body)
                        .array()))
                .build();
        InputStream answer = http.send(request, BodyHandlers.ofInputStream()).body();
        return new DataInputStream(answer);
    }

    private static byte[] message(DataInputStream answer) throws IOException {
        int flags = answer.readUnsignedByte();
        byte[] body = answer.readNBytes(answer.readInt());
        if (flags == TRAILERS) {
            throw new IOException(new String(body, StandardCharsets.US_ASCII));
        }
        return body;
    }

    private static String trailers(DataInputStream answer) throws IOException {
        answer.readUnsignedByte();
        return new String(answer.readNBytes(answer.readInt()), StandardCharsets.US_ASCII);
    }
}
