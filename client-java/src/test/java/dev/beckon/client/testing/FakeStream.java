package dev.beckon.client.testing;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import dev.beckon.client.internal.status.ErrorInfo;
import dev.beckon.client.internal.status.RpcStatus;
import dev.beckon.v1.ClientFrame;
import dev.beckon.v1.Event;
import dev.beckon.v1.Limits;
import dev.beckon.v1.ServerFrame;
import dev.beckon.v1.Welcome;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** The server's side of one Connect stream. */
public final class FakeStream implements StreamObserver<ClientFrame> {

    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private final ServerCallStreamObserver<ServerFrame> responses;
    /** What the client sent; empty is its half-close or the loss of the stream. */
    private final BlockingQueue<Optional<ClientFrame>> frames = new LinkedBlockingQueue<>();

    FakeStream(ServerCallStreamObserver<ServerFrame> responses) {
        this.responses = responses;
    }

    /** The next frame of the client. */
    public ClientFrame frame() {
        return Await.next(frames, "a frame of the client").orElseThrow(() -> new AssertionError("the client is gone"));
    }

    /** The next frame of the client that is no heartbeat. */
    public ClientFrame frameAfterHeartbeats() {
        ClientFrame frame = frame();
        while (frame.hasHeartbeat()) {
            frame = frame();
        }
        return frame;
    }

    /** Waits until the client has ended its half, or the stream is lost. */
    public void awaitEnd() {
        Optional<ClientFrame> frame = Await.next(frames, "the end of the client's half");
        while (frame.isPresent()) {
            frame = Await.next(frames, "the end of the client's half");
        }
    }

    public boolean hasFrame() {
        return !frames.isEmpty();
    }

    /** Takes the hello and welcomes, with 15 s heartbeats. */
    public ClientFrame welcome(String sessionId) {
        return welcome(sessionId, 15_000, 15_000);
    }

    public ClientFrame welcome(String sessionId, long serverHeartbeatMillis, long clientHeartbeatMillis) {
        ClientFrame hello = frame();
        send(Event.newBuilder()
                .setWelcome(Welcome.newBuilder()
                        .setSessionId(sessionId)
                        .setPeerId(hello.getHello().getPeerId())
                        .setResult(Welcome.Result.NEW)
                        .setLimits(Limits.newBuilder().setMaxFrameBytes(524_288))
                        .setHeartbeatInterval(duration(serverHeartbeatMillis))
                        .setClientHeartbeatInterval(duration(clientHeartbeatMillis))));
        return hello;
    }

    public void send(Event.Builder... events) {
        ServerFrame.Builder frame = ServerFrame.newBuilder();
        for (Event.Builder event : events) {
            frame.addEvents(event);
        }
        responses.onNext(frame.build());
    }

    public void send(ServerFrame frame) {
        responses.onNext(frame);
    }

    public void ack(long seq) {
        responses.onNext(ServerFrame.newBuilder().setAck(seq).build());
    }

    /** Waits for the frame with this seq and acknowledges it. */
    public void ackReceived(long seq) {
        while (frame().getSeq() != seq) {
            // An earlier one.
        }
        ack(seq);
    }

    /** Ends the stream as the server does: with a status and its ErrorInfo. */
    public void fail(Status.Code code, String reason) {
        ErrorInfo info =
                ErrorInfo.newBuilder().setDomain("beckon.dev").setReason(reason).build();
        RpcStatus details = RpcStatus.newBuilder()
                .setCode(code.value())
                .addDetails(Any.newBuilder()
                        .setTypeUrl("type.googleapis.com/google.rpc.ErrorInfo")
                        .setValue(info.toByteString()))
                .build();
        Metadata trailers = new Metadata();
        trailers.put(DETAILS, details.toByteArray());
        responses.onError(new StatusRuntimeException(code.toStatus().withDescription("in words"), trailers));
    }

    /** Ends the stream with a bare status, as a proxy does. */
    public void failBare(Status.Code code) {
        responses.onError(code.toStatus().asRuntimeException());
    }

    public void complete() {
        responses.onCompleted();
    }

    public static Duration duration(long millis) {
        return Duration.newBuilder()
                .setSeconds(millis / 1000)
                .setNanos((int) (millis % 1000) * 1_000_000)
                .build();
    }

    @Override
    public void onNext(ClientFrame frame) {
        frames.add(Optional.of(frame));
    }

    @Override
    public void onError(Throwable lost) {
        frames.add(Optional.empty());
    }

    @Override
    public void onCompleted() {
        frames.add(Optional.empty());
    }
}
