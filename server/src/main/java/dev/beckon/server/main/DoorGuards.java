package dev.beckon.server.main;

import dev.beckon.server.config.ServerConfig;
import dev.beckon.server.core.port.Scheduler;
import dev.beckon.server.limits.ClientAddresses;
import dev.beckon.server.limits.ConcurrencyLimits;
import dev.beckon.server.limits.ConnectLimits;
import dev.beckon.server.limits.LimitListener;
import dev.beckon.server.limits.UploadLimits;
import dev.beckon.server.observability.Metrics;
import dev.beckon.server.transport.grpc.ClientAddressInterceptor;
import dev.beckon.server.transport.grpc.ConnectLimitInterceptor;
import dev.beckon.server.transport.grpc.netty.FloodLimits;
import dev.beckon.server.transport.grpc.netty.GuardedServerChannels;
import dev.beckon.server.transport.web.WebLimits;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import java.util.ArrayList;
import java.util.List;

/** Creates the limits of the ports. Connects are counted for all ports together, connections per port. */
final class DoorGuards {

    private final ServerConfig config;
    private final LimitListener listener;
    private final ConnectLimits connects;
    private final ConcurrencyLimits nativeConnections;
    private final ConcurrencyLimits webConnections;
    private final ConcurrencyLimits adminConnections;

    DoorGuards(ServerConfig config, Scheduler scheduler, LimitListener listener) {
        this.config = config;
        this.listener = listener;
        this.connects = new ConnectLimits(
                scheduler, config.rates().connectsPerSecond(), config.rates().connectsBurst());
        this.nativeConnections = connections();
        this.webConnections = connections();
        this.adminConnections = connections();
    }

    /** Wraps the service in the limits of its calls; {@code more} run after those. */
    ServerServiceDefinition guard(ServerServiceDefinition service, ServerInterceptor... more) {
        List<ServerInterceptor> interceptors = new ArrayList<>();
        interceptors.add(new ClientAddressInterceptor(addresses()));
        interceptors.add(new ConnectLimitInterceptor(connects, listener));
        interceptors.addAll(List.of(more));
        return ServerInterceptors.interceptForward(service, interceptors);
    }

    /** Returns the listening sockets of native gRPC. */
    GuardedServerChannels channels(EventLoops loops) {
        return channels(loops, nativeConnections);
    }

    /** Returns the listening sockets of the Admin service. */
    GuardedServerChannels adminChannels(EventLoops loops) {
        return channels(loops, adminConnections);
    }

    private GuardedServerChannels channels(EventLoops loops, ConcurrencyLimits connections) {
        ServerConfig.Http2 http2 = config.http2();
        return new GuardedServerChannels(
                loops.channelType(),
                connections,
                new FloodLimits(http2.resets(), http2.controlFrames(), http2.window()),
                listener);
    }

    WebLimits web() {
        ServerConfig.Http2 http2 = config.http2();
        UploadLimits uploads = new UploadLimits(
                config.connections().uploadsPerAddress(),
                config.connections().uploads(),
                config.connections().pace(),
                listener);
        return new WebLimits(
                webConnections,
                uploads,
                addresses(),
                listener,
                http2.headerBytes(),
                http2.webStreams(),
                http2.resets(),
                http2.controlFrames(),
                http2.window());
    }

    /** Registers gauges for connections and for the addresses held. */
    void show(Metrics metrics) {
        metrics.held("addresses", connects::addresses);
        metrics.connections("native", nativeConnections::taken);
        metrics.connections("web", webConnections::taken);
        metrics.connections("admin", adminConnections::taken);
    }

    LimitListener listener() {
        return listener;
    }

    private ClientAddresses addresses() {
        return config.connections().addresses();
    }

    private ConcurrencyLimits connections() {
        return new ConcurrencyLimits(
                config.connections().perAddress(), config.connections().all(), addresses()::isTrustedProxy);
    }
}
