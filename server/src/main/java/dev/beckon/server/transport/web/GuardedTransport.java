package dev.beckon.server.transport.web;

import dev.beckon.server.limits.AcceptLimits;
import dev.beckon.server.limits.LimitListener;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.spi.transport.Transport;
import org.jspecify.annotations.Nullable;

/** The JDK's transport, with listening sockets whose connections are limited. Callable from any thread. */
final class GuardedTransport implements io.vertx.core.transport.Transport, Transport {

    private final Transport plain = io.vertx.core.transport.Transport.NIO.implementation();
    private final AcceptLimits connections;
    private final LimitListener listener;

    GuardedTransport(AcceptLimits connections, LimitListener listener) {
        this.connections = connections;
        this.listener = listener;
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
        ChannelFactory<? extends ServerChannel> channels = plain.serverChannelFactory(domainSocket);
        return () -> {
            ServerChannel channel = channels.newChannel();
            channel.pipeline().addFirst(new AcceptGuard(connections, listener));
            return channel;
        };
    }

    @Override
    public String name() {
        return "guarded";
    }

    @Override
    public boolean available() {
        return true;
    }

    @Override
    public boolean isAvailable() {
        return true;
    }

    @Override
    public @Nullable Throwable unavailabilityCause() {
        return null;
    }

    @Override
    public Transport implementation() {
        return this;
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
        return plain.ioHandlerFactory();
    }

    // The interface requires this type.
    @SuppressWarnings("deprecation")
    @Override
    public DatagramChannel datagramChannel(InternetProtocolFamily family) {
        return plain.datagramChannel(family);
    }

    @Override
    public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
        return plain.datagramChannelFactory();
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
        return plain.channelFactory(domainSocket);
    }
}
