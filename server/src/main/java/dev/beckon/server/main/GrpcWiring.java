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

/** Creates the native gRPC server. */
final class GrpcWiring {

    /** Time for a connection to send its HTTP/2 preface. */
    private static final long HANDSHAKE_SECONDS = 10;

    /** Idle time of a connection without a call; as on the web port. */
    private static final long IDLE_SECONDS = 330;

    private static final long STREAMS_END_SECONDS = 3;
    private static final long CUT_SECONDS = 1;

    private static final int FLOW_CONTROL_WINDOW_BYTES = 1024 * 1024;

    private GrpcWiring() {}

    /**
     * Returns the size above which the transport itself refuses a message, without a reason for the client. Well above
     * our own limit, so that an oversized frame normally gets a proper refusal.
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

    /** Returns a builder with the limits and the reflection service of all native gRPC ports. */
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
                // No maximum age: sessions live for hours, and each would be interrupted now and then for nothing.
                .maxConnectionIdle(IDLE_SECONDS, TimeUnit.SECONDS)
                .flowControlWindow(FLOW_CONTROL_WINDOW_BYTES)
                // A vanished client is noticed within 35 s. Clients that ping as often as ours are not attackers, even
                // if the network delays one ping and not the next.
                .keepAliveTime(15, TimeUnit.SECONDS)
                .keepAliveTimeout(20, TimeUnit.SECONDS)
                .permitKeepAliveTime(config.http2().pings().toNanos(), TimeUnit.NANOSECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addStreamTracerFactory(InboundBytes.factory())
                .addService(ProtoReflectionServiceV1.newInstance())
                .addService(reflectionForOldTools());
    }

    /** Streams end with their sessions; what a client still holds open is cut. */
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
