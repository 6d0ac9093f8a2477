package dev.beckon.server.main;

import dev.beckon.server.config.ServerConfig;
import dev.beckon.server.core.message.Limits;
import dev.beckon.server.transport.grpc.InboundBytes;
import dev.beckon.server.transport.grpc.netty.GuardedServerChannels;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** The native door. */
final class GrpcWiring {

    /** A connection that has not said its preface by then is none of gRPC. */
    private static final long HANDSHAKE_SECONDS = 10;

    /** A connection without a call; as long as on the web port. */
    private static final long IDLE_SECONDS = 330;

    private static final long STREAMS_END_SECONDS = 3;
    private static final long CUT_SECONDS = 1;

    private static final int FLOW_CONTROL_WINDOW_BYTES = 1024 * 1024;

    private GrpcWiring() {}

    /**
     * What a transport refuses by itself, without a reason that clients can read. Well above our own limit, so that a frame
     * that is too large is answered in words.
     */
    static int maxMessageBytes(Limits limits) {
        return 2 * limits.frameBytes();
    }

    static Server start(
            ServerConfig config,
            ServerCredentials credentials,
            ServerServiceDefinition signaling,
            Readiness readiness,
            EventLoops loops,
            DoorGuards guards)
            throws StartException {
        Listening listening = listening(config.grpc(), config.grpc().port());
        try {
            return builder(config, listening, credentials, loops, guards.channels(loops))
                    .directExecutor()
                    .addService(signaling)
                    .addService(readiness.healthService())
                    .build()
                    .start();
        } catch (IOException cannotListen) {
            throw listening.failure(cannotListen);
        }
    }

    /** A server with its limits and reflection, as all doors of native gRPC have them. */
    static NettyServerBuilder builder(
            ServerConfig config,
            Listening listening,
            ServerCredentials credentials,
            EventLoops loops,
            GuardedServerChannels channels) {
        return NettyServerBuilder.forAddress(listening.address(), credentials)
                .bossEventLoopGroup(loops.group())
                .workerEventLoopGroup(loops.group())
                .channelFactory(channels)
                .maxInboundMessageSize(maxMessageBytes(config.limits()))
                .maxInboundMetadataSize(config.http2().headerBytes())
                .maxConcurrentCallsPerConnection(config.http2().nativeStreams())
                .maxRstFramesPerWindow(
                        config.http2().resets(), (int) config.http2().window().toSeconds())
                .handshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS)
                // No maximum age: sessions live for hours, and each would be cut once in a while for nothing.
                .maxConnectionIdle(IDLE_SECONDS, TimeUnit.SECONDS)
                .flowControlWindow(FLOW_CONTROL_WINDOW_BYTES)
                // A client that vanished is noticed within 35 s, and one that pings as often as ours do is no
                // attacker, not even where the network delays one ping and not the next.
                .keepAliveTime(15, TimeUnit.SECONDS)
                .keepAliveTimeout(20, TimeUnit.SECONDS)
                .permitKeepAliveTime(config.http2().pings().toNanos(), TimeUnit.NANOSECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addStreamTracerFactory(InboundBytes.factory())
                .addService(ProtoReflectionServiceV1.newInstance())
                .addService(reflectionForOldTools());
    }

    /** Streams end by themselves once their sessions have; what a client still holds open is cut. */
    static void end(Server server) throws InterruptedException {
        if (!server.shutdown().awaitTermination(STREAMS_END_SECONDS, TimeUnit.SECONDS)) {
            server.shutdownNow().awaitTermination(CUT_SECONDS, TimeUnit.SECONDS);
        }
    }

    static Listening listening(ServerConfig.Grpc config, int port) {
        return new Listening("gRPC", config.host(), port, "--grpc-port");
    }

    // Deprecated in favour of v1, which some tools do not know yet.
    @SuppressWarnings("deprecation")
    private static io.grpc.BindableService reflectionForOldTools() {
        return io.grpc.protobuf.services.ProtoReflectionService.newInstance();
    }
}
