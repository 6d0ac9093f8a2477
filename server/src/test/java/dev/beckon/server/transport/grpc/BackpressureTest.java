package dev.beckon.server.transport.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.server.core.message.Limits;
import dev.beckon.server.limits.ClientAddresses;
import dev.beckon.server.limits.ConnectLimits;
import dev.beckon.server.limits.UploadPace;
import dev.beckon.server.testing.TestNode;
import dev.beckon.v1.ClientFrame;
import dev.beckon.v1.OpenRequest;
import dev.beckon.v1.ServerFrame;
import dev.beckon.v1.SignalingGrpc;
import io.grpc.ClientCall;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The writer of a stream hears through all interceptors of the real server that the transport is not ready, and stops: what
 * gathers meanwhile leaves in one frame. The in-process transport is ready while its client has asked for a message.
 */
class BackpressureTest {

    private static final int SIGNALS = 20;

    /** What came, each only when it was asked for. */
    private static final class Reader extends ClientCall.Listener<ServerFrame> {
        final List<ServerFrame> frames = new ArrayList<>();

        @Override
        public void onMessage(ServerFrame frame) {
            frames.add(frame);
        }
    }

    private final List<RequestTimeoutInterceptor> timeouts = new ArrayList<>();

    /** In the order of the real server, see {@code DoorGuards}. */
    private ServerServiceDefinition guard(TestNode node, ServerServiceDefinition service) {
        RequestTimeoutInterceptor timeout = new RequestTimeoutInterceptor(
                new UploadPace(Duration.ofSeconds(10), 1), node.scheduler, () -> Runnable::run, limit -> {});
        timeouts.add(timeout);
        return ServerInterceptors.interceptForward(
                service,
                new ClientAddressInterceptor(new ClientAddresses(List.of(), ClientAddresses.Header.X_FORWARDED_FOR)),
                new ConnectLimitInterceptor(new ConnectLimits(node.scheduler, 50, 500), limit -> {}),
                timeout);
    }

    private GrpcDoor open(ServerInterceptor... more) throws IOException {
        return new GrpcDoor(
                Limits.DEFAULTS, (node, service) -> ServerInterceptors.intercept(guard(node, service), more));
    }

    private void close(GrpcDoor door) {
        timeouts.forEach(RequestTimeoutInterceptor::close);
        door.close();
    }

    /** How many frames a reader gets that asked for its welcome, and for more only when all signals had been sent. */
    private static <Q> List<ServerFrame> readLate(GrpcDoor door, MethodDescriptor<Q, ServerFrame> method, Q hello) {
        Reader bob = new Reader();
        ClientCall<Q, ServerFrame> call = door.call(method);
        call.start(bob, new Metadata());
        call.request(1);
        call.sendMessage(hello);
        if (method.getType().clientSendsOneMessage()) {
            call.halfClose();
        }
        StreamObserver<ClientFrame> alice = door.stub.connect(new Frames());
        alice.onNext(Frames.of("hello { peer_id: 'alice' }"));
        for (int i = 0; i < SIGNALS; i++) {
            alice.onNext(Frames.of("signal { to: 'bob' data { text: 'hi' } }"));
        }
        assertThat(bob.frames).hasSize(1);
        call.request(2 * SIGNALS);
        return bob.frames;
    }

    private static List<Integer> eventsIn(List<ServerFrame> frames) {
        return frames.stream().map(ServerFrame::getEventsCount).toList();
    }

    @Test
    void connect_writesNothingWhileTheTransportIsNotReady() throws IOException {
        GrpcDoor door = open();

        List<ServerFrame> frames =
                readLate(door, SignalingGrpc.getConnectMethod(), Frames.of("hello { peer_id: 'bob' }"));

        assertThat(eventsIn(frames)).containsExactly(1, SIGNALS);
        close(door);
    }

    @Test
    void open_writesNothingWhileTheTransportIsNotReady() throws IOException {
        GrpcDoor door = open();
        OpenRequest.Builder hello = OpenRequest.newBuilder();
        hello.getHelloBuilder().setPeerId("bob");

        List<ServerFrame> frames = readLate(door, SignalingGrpc.getOpenMethod(), hello.build());

        assertThat(eventsIn(frames)).containsExactly(1, SIGNALS);
        close(door);
    }

    @Test
    void anInterceptorThatDoesNotForwardIt_wouldBeSeen() throws IOException {
        GrpcDoor door = open(new AlwaysReady());

        List<ServerFrame> frames =
                readLate(door, SignalingGrpc.getConnectMethod(), Frames.of("hello { peer_id: 'bob' }"));

        assertThat(frames).hasSize(1 + SIGNALS);
        close(door);
    }

    private static final class AlwaysReady implements ServerInterceptor {
        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            return next.startCall(
                    new SimpleForwardingServerCall<>(call) {
                        @Override
                        public boolean isReady() {
                            return true;
                        }
                    },
                    headers);
        }
    }
}
