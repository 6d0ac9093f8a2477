package dev.beckon.server.main;

import dev.beckon.server.config.ServerConfig;
import dev.beckon.server.core.message.Limits;
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
            return NettyServerBuilder.forAddress(listening.address(), credentials)
                    .bossEventLoopGroup(loops.group())
                    .workerEventLoopGroup(loops.group())
                    .channelFactory(guards.channels(loops))
                    .directExecutor()
                    .maxInboundMessageSize(maxMessageBytes(config.limits()))
                    .maxInboundMetadataSize(config.http2().headerBytes())
                    .maxConcurrentCallsPerConnection(config.http2().nativeStreams())
                    .maxRstFramesPerWindow(config.http2().resets(), (int)
                            config.http2().window().toSeconds())
                    .handshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS)
                    // No maximum age: sessions live for hours, and each would be cut once in a while for nothing.
                    .maxConnectionIdle(IDLE_SECONDS, TimeUnit.SECONDS)
                    .flowControlWindow(FLOW_CONTROL_WINDOW_BYTES)
                    // A client that vanished is noticed within 35 s, and one that pings as often as ours do is no
                    // attacker.
                    .keepAliveTime(15, TimeUnit.SECONDS)
                    .keepAliveTimeout(20, TimeUnit.SECONDS)
                    .permitKeepAliveTime(10, TimeUnit.SECONDS)
                    .permitKeepAliveWithoutCalls(true)
                    .addService(signaling)
                    .addService(readiness.healthService())
                    .addService(ProtoReflectionServiceV1.newInstance())
                    .addService(reflectionForOldTools())
                    .build()
                    .start();
        } catch (IOException cannotListen) {
            throw listening.failure(cannotListen);
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
