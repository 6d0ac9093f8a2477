package dev.beckon.server.transport.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.server.core.message.Heartbeats;
import dev.beckon.server.core.message.Limits;
import dev.beckon.server.core.message.Liveness;
import dev.beckon.server.ice.StaticIceServerProvider;
import dev.beckon.server.testing.TestNode;
import dev.beckon.v1.SignalingGrpc;
import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerTransportFilter;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;

/** The real service behind the in-process transport, over a node with fake time. */
final class GrpcDoor implements AutoCloseable {

    static final Duration TIME_TO_HELLO = Duration.ofSeconds(5);

    final TestNode node;
    final SignalingGrpc.SignalingStub stub;
    final SignalingGrpc.SignalingBlockingStub blocking;
    private final SignalingService service;
    private final Server server;
    final ManagedChannel channel;

    GrpcDoor(Limits limits) throws IOException {
        this(limits, (node, service) -> service);
    }

    /** @param wrapping puts around the service what stands before it in the real server */
    GrpcDoor(Limits limits, BiFunction<TestNode, ServerServiceDefinition, ServerServiceDefinition> wrapping)
            throws IOException {
        node = new TestNode(limits);
        service = new SignalingService(new Door(
                node.sessions,
                new StaticIceServerProvider(List.of()),
                node.scheduler,
                node.ids,
                node.events,
                limits,
                TIME_TO_HELLO,
                new Liveness(Heartbeats.NATIVE, Duration.ofMinutes(2)),
                new Liveness(Heartbeats.BROWSER, Duration.ofMinutes(1))));
        String name = InProcessServerBuilder.generateName();
        server = InProcessServerBuilder.forName(name)
                .directExecutor()
                .addTransportFilter(new FromLoopback())
                .addService(wrapping.apply(node, service.bind(() -> Runnable::run)))
                .build()
                .start();
        channel = InProcessChannelBuilder.forName(name).directExecutor().build();
        stub = SignalingGrpc.newStub(channel);
        blocking = SignalingGrpc.newBlockingStub(channel);
    }

    /** A call that the caller drives by itself. */
    <Q, R> ClientCall<Q, R> call(MethodDescriptor<Q, R> method) {
        return channel.newCall(method, CallOptions.DEFAULT);
    }

    /** Gives clients an address of the internet, as real transports do. */
    private static final class FromLoopback extends ServerTransportFilter {
        @Override
        public Attributes transportReady(Attributes attributes) {
            return attributes.toBuilder()
                    .set(
                            Grpc.TRANSPORT_ATTR_REMOTE_ADDR,
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000))
                    .build();
        }
    }

    /** Ends all calls, and fails if a session, a registration, a room, a timer, a token or a fault is left. */
    @Override
    public void close() {
        channel.shutdownNow();
        node.shutdown.endAll();
        server.shutdownNow();
        assertThat(service.attachments()).as("attachment tokens").isZero();
        node.assertNothingLeft();
    }
}
