package dev.beckon.server.transport.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import dev.beckon.server.core.message.Limits;
import dev.beckon.v1.ClientFrame;
import dev.beckon.v1.Data;
import dev.beckon.v1.Hello;
import dev.beckon.v1.ServerFrame;
import dev.beckon.v1.Signal;
import dev.beckon.v1.SignalingGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.KnownLength;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A door with two bystanders, to which a stranger says whatever it likes. Owned by: the thread of the test. */
final class FuzzedDoor implements AutoCloseable {

    /** The statuses that signaling.proto lists for the calls of a server that asks for no tokens, by reason. */
    private static final Map<String, Status.Code> LISTED = Map.ofEntries(
            Map.entry("PEER_ID_TAKEN", Status.Code.ALREADY_EXISTS),
            Map.entry("INVALID_HELLO", Status.Code.INVALID_ARGUMENT),
            Map.entry("HELLO_EXPECTED", Status.Code.INVALID_ARGUMENT),
            Map.entry("LAST_SEQ_UNKNOWN", Status.Code.INVALID_ARGUMENT),
            Map.entry("MAILBOX_OVERFLOW", Status.Code.RESOURCE_EXHAUSTED),
            Map.entry("MALFORMED_FRAME", Status.Code.INVALID_ARGUMENT),
            Map.entry("FRAME_TOO_LARGE", Status.Code.RESOURCE_EXHAUSTED),
            Map.entry("TOO_MANY_FRAMES", Status.Code.RESOURCE_EXHAUSTED),
            Map.entry("REPLACED", Status.Code.ABORTED),
            Map.entry("TAKEN_OVER", Status.Code.ABORTED),
            Map.entry("SEQ_GAP", Status.Code.ABORTED),
            Map.entry("ATTACHMENT_UNKNOWN", Status.Code.ABORTED));

    private final GrpcDoor door;
    /** Peer ids that no input contains. */
    private final String listener = UUID.randomUUID().toString();

    private final Frames heard = new Frames();
    private final StreamObserver<ClientFrame> speaker;
    private long said;
    /** What the listener's own mailbox holds: the latest signal, until the next one. */
    private final long bytesOfBystanders;

    FuzzedDoor(Limits limits) throws IOException {
        door = new GrpcDoor(limits);
        register(listener, heard);
        speaker = register(UUID.randomUUID().toString(), new Frames());
        speak();
        bytesOfBystanders = door.node.mailboxes.used();
    }

    /** @param lengthUnknown whether messages come as compressed ones do */
    Stranger stranger(boolean lengthUnknown) {
        return new Stranger(lengthUnknown);
    }

    /** Fails if the bystanders cannot speak with each other, a fault was reported, or anything is left beside them. */
    void assertNobodyNoticed() {
        assertThat(door.node.events.faults).isEmpty();
        speak();
        // Whoever came with a session key could come back until now.
        door.node.scheduler.advance(Duration.ofMinutes(3));
        assertThat(door.node.registry.size()).as("sessions").isEqualTo(2);
        assertThat(door.node.peers.size()).as("registrations").isEqualTo(2);
        assertThat(door.node.rooms.size()).as("rooms").isZero();
        assertThat(door.node.presence.size()).as("presence").isEqualTo(2);
        assertThat(door.node.mailboxes.used()).as("bytes in mailboxes").isEqualTo(bytesOfBystanders);
        assertThat(door.node.scheduler.pending()).as("timers").isZero();
        door.node.events.forget();
    }

    @Override
    public void close() {
        door.close();
    }

    private void speak() {
        String text = "%019d".formatted(++said);
        heard.all.clear();
        speaker.onNext(ClientFrame.newBuilder()
                .setSignal(Signal.newBuilder()
                        .setTo(listener)
                        .setData(Data.newBuilder().setText(text)))
                .build());
        assertThat(heard.events()).singleElement().satisfies(event -> assertThat(
                        event.getSignal().getData().getText())
                .isEqualTo(text));
    }

    private StreamObserver<ClientFrame> register(String peer, Frames frames) {
        StreamObserver<ClientFrame> requests = door.stub.connect(frames);
        requests.onNext(ClientFrame.newBuilder()
                .setHello(Hello.newBuilder().setPeerId(peer))
                .build());
        return requests;
    }

    /** The one who sends what the input says. */
    final class Stranger {

        private final boolean lengthUnknown;
        private final List<ClientCall<byte[], ?>> calls = new ArrayList<>();
        private String token = "";
        private boolean left;

        private Stranger(boolean lengthUnknown) {
            this.lengthUnknown = lengthUnknown;
        }

        /** Of the latest stream that was welcomed; else "". */
        String token() {
            return token;
        }

        void connect(List<byte[]> messages) {
            ClientCall<byte[], ServerFrame> call = start(SignalingGrpc.getConnectMethod());
            messages.forEach(call::sendMessage);
        }

        void open(byte[] message) {
            unary(SignalingGrpc.getOpenMethod(), message);
        }

        void send(byte[] message) {
            unary(SignalingGrpc.getSendMethod(), message);
        }

        void getIceServers(byte[] message) {
            unary(SignalingGrpc.getGetIceServersMethod(), message);
        }

        void leave() {
            left = true;
            calls.forEach(call -> call.cancel("left", null));
        }

        private <T extends Message> void unary(MethodDescriptor<?, T> method, byte[] message) {
            ClientCall<byte[], T> call = start(method);
            call.sendMessage(message);
            call.halfClose();
        }

        private <T extends Message> ClientCall<byte[], T> start(MethodDescriptor<?, T> method) {
            MethodDescriptor<byte[], T> raw = method.<byte[], T>toBuilder(
                            new RawBytes(lengthUnknown), method.getResponseMarshaller())
                    .build();
            ClientCall<byte[], T> call = door.channel.newCall(raw, CallOptions.DEFAULT);
            call.start(new Answers<>(), new Metadata());
            call.request(Integer.MAX_VALUE);
            calls.add(call);
            return call;
        }

        private final class Answers<T> extends ClientCall.Listener<T> {

            @Override
            public void onMessage(T message) {
                if (message instanceof ServerFrame frame
                        && frame.getEventsCount() > 0
                        && frame.getEvents(0).hasWelcome()) {
                    token = frame.getEvents(0).getWelcome().getAttachmentToken();
                }
            }

            @Override
            public void onClose(Status status, Metadata trailers) {
                if (!left && !status.isOk()) {
                    unlisted(status, trailers);
                }
            }
        }
    }

    private void unlisted(Status status, Metadata trailers) {
        String reason = reason(status, trailers);
        if (reason == null || LISTED.get(reason) != status.getCode()) {
            // Thrown here it would vanish inside gRPC.
            door.node.events.faults.add(new AssertionError("not a listed status: " + status + " " + reason));
        }
    }

    private static @Nullable String reason(Status status, Metadata trailers) {
        com.google.rpc.Status details = StatusProto.fromStatusAndTrailers(status, trailers);
        for (Any detail : details.getDetailsList()) {
            if (detail.is(ErrorInfo.class)) {
                try {
                    return detail.unpack(ErrorInfo.class).getReason();
                } catch (InvalidProtocolBufferException malformed) {
                    return null;
                }
            }
        }
        return null;
    }

    /** Sends bytes as they are. */
    private record RawBytes(boolean lengthUnknown) implements MethodDescriptor.Marshaller<byte[]> {

        @Override
        public InputStream stream(byte[] value) {
            return lengthUnknown ? new ByteArrayInputStream(value) : new Known(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            throw new UnsupportedOperationException("only for requests");
        }

        private static final class Known extends ByteArrayInputStream implements KnownLength {

            Known(byte[] bytes) {
                super(bytes);
            }
        }
    }
}
