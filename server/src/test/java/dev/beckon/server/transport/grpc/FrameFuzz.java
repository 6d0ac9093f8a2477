package dev.beckon.server.transport.grpc;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.ByteString;
import dev.beckon.server.core.message.Limits;
import dev.beckon.v1.ClientFrame;
import dev.beckon.v1.Hello;
import dev.beckon.v1.OpenRequest;
import dev.beckon.v1.SendRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * Bytes as requests of each rpc, through the marshaller, the decoders and the core. Whatever they are: the call ends by a
 * listed status if it ends, two bystanders on the same node go on, and nothing is left over.
 *
 * <p>Input: one byte that chooses the rpc and how its stream tells its length; then messages, each behind two bytes of
 * length. A length beyond the end means the rest.
 */
class FrameFuzz {

    private static final int RPCS = 5;
    private static final int UNKNOWN_LENGTH = 0x80;

    private static FuzzedDoor door;

    @BeforeAll
    static void open() throws IOException {
        door = new FuzzedDoor(Limits.DEFAULTS);
    }

    @AfterAll
    static void close() {
        door.close();
    }

    @FuzzTest
    void requests(byte[] input) {
        if (input.length == 0) {
            return;
        }
        ByteBuffer rest = ByteBuffer.wrap(input);
        int choice = rest.get() & 0xff;
        List<byte[]> messages = messages(rest);
        FuzzedDoor.Stranger stranger = door.stranger((choice & UNKNOWN_LENGTH) != 0);
        switch ((choice & ~UNKNOWN_LENGTH) % RPCS) {
            case 0 -> stranger.connect(messages);
            case 1 -> {
                messages.addFirst(
                        ClientFrame.newBuilder().setHello(hello()).build().toByteArray());
                stranger.connect(messages);
            }
            case 2 -> messages.forEach(stranger::open);
            case 3 -> {
                stranger.open(OpenRequest.newBuilder().setHello(hello()).build().toByteArray());
                messages.forEach(message -> stranger.send(withToken(stranger.token(), message)));
            }
            default -> messages.forEach(stranger::getIceServers);
        }
        stranger.leave();
        door.assertNobodyNoticed();
    }

    private static Hello hello() {
        return Hello.newBuilder()
                .setPeerId("mallory")
                .setSessionKey(ByteString.copyFromUtf8("sixteen bytes or more"))
                .build();
    }

    /** Messages that are appended are merged: a token among the fuzzed bytes replaces the right one. */
    private static byte[] withToken(String token, byte[] message) {
        byte[] first =
                SendRequest.newBuilder().setAttachmentToken(token).build().toByteArray();
        return ByteBuffer.allocate(first.length + message.length)
                .put(first)
                .put(message)
                .array();
    }

    private static List<byte[]> messages(ByteBuffer rest) {
        List<byte[]> messages = new ArrayList<>();
        while (rest.remaining() >= 2) {
            byte[] message = new byte[Math.min(rest.getShort() & 0xffff, rest.remaining())];
            rest.get(message);
            messages.add(message);
        }
        return messages;
    }
}
