package dev.beckon.server.main;

import dev.beckon.server.config.ServerConfig;
import dev.beckon.server.core.port.Scheduler;
import dev.beckon.server.limits.AcceptLimits;
import dev.beckon.server.limits.ClientAddresses;
import dev.beckon.server.limits.ConcurrencyLimits;
import dev.beckon.server.limits.ConnectLimits;
import dev.beckon.server.limits.LimitListener;
import dev.beckon.server.limits.UploadLimits;
import dev.beckon.server.observability.Metrics;
import dev.beckon.server.transport.grpc.ClientAddressInterceptor;
import dev.beckon.server.transport.grpc.ConnectLimitInterceptor;
import dev.beckon.server.transport.grpc.StreamLimitInterceptor;
import dev.beckon.server.transport.grpc.netty.FloodLimits;
import dev.beckon.server.transport.grpc.netty.GuardedServerChannels;
import dev.beckon.server.transport.web.WebLimits;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import java.util.ArrayList;
import java.util.List;

/**
 * Creates the limits of the ports. Connects, new connections and streams behind proxies are counted for all ports
 * together, open connections per port.
 */
final class DoorGuards {

    /** Browsers open up to six connections to an origin by HTTP/1.1. */
    private static final int CONNECTIONS_PER_CONNECT = 6;

    private static final int MIN_CONNECTIONS_PER_SECOND = 100;
    private static final int MIN_CONNECTIONS_AT_ONCE = 1000;

    private final ServerConfig config;
    private final LimitListener listener;
    private final ConnectLimits connects;
    private final ConnectLimits newConnections;
    private final ConcurrencyLimits proxiedStreams;
    private final AcceptLimits nativeConnections;
    private final AcceptLimits webConnections;
    private final AcceptLimits adminConnections;

    DoorGuards(ServerConfig config, Scheduler scheduler, LimitListener listener) {
        this.config = config;
        this.listener = listener;
        this.connects = new ConnectLimits(
                scheduler, config.rates().connectsPerSecond(), config.rates().connectsBurst());
        this.newConnections = newConnections(scheduler);
        this.proxiedStreams = connections();
        this.nativeConnections = accepts();
        this.webConnections = accepts();
        this.adminConnections = accepts();
    }

    /** Wraps the service in the limits of its calls; {@code more} run after those. */
    ServerServiceDefinition guard(ServerServiceDefinition service, ServerInterceptor... more) {
        List<ServerInterceptor> interceptors = new ArrayList<>();
        interceptors.add(new ClientAddressInterceptor(addresses()));
        interceptors.add(new ConnectLimitInterceptor(connects, listener));
        interceptors.add(new StreamLimitInterceptor(proxiedStreams, listener));
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

    private GuardedServerChannels channels(EventLoops loops, AcceptLimits connections) {
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
        metrics.held("addresses", () -> connects.addresses() + newConnections.addresses());
        metrics.connections("native", nativeConnections::open);
        metrics.connections("web", webConnections::open);
        metrics.connections("proxied", proxiedStreams::taken);
        metrics.connections("admin", adminConnections::open);
    }

    LimitListener listener() {
        return listener;
    }

    private ClientAddresses addresses() {
        return config.connections().addresses();
    }

    private ConnectLimits newConnections(Scheduler scheduler) {
        int perSecond = config.rates().connectsPerSecond();
        return new ConnectLimits(
                scheduler,
                perSecond == 0 ? 0 : Math.max(MIN_CONNECTIONS_PER_SECOND, times(perSecond)),
                Math.max(MIN_CONNECTIONS_AT_ONCE, times(config.rates().connectsBurst())));
    }

    private static int times(int connects) {
        return (int) Math.min(Integer.MAX_VALUE, (long) connects * CONNECTIONS_PER_CONNECT);
    }

    private AcceptLimits accepts() {
        return new AcceptLimits(connections(), newConnections, addresses()::isTrustedProxy);
    }

    private ConcurrencyLimits connections() {
        return new ConcurrencyLimits(
                config.connections().perAddress(), config.connections().all(), addresses()::isTrustedProxy);
    }
}
