package dev.beckon.server.transport.grpc.netty;

import dev.beckon.server.limits.AcceptLimits;
import dev.beckon.server.limits.LimitListener;
import io.grpc.netty.shaded.io.netty.channel.ChannelFactory;
import io.grpc.netty.shaded.io.netty.channel.ReflectiveChannelFactory;
import io.grpc.netty.shaded.io.netty.channel.ServerChannel;

/** Creates listening sockets whose connections are limited and observed. Callable from any thread. */
public final class GuardedServerChannels implements ChannelFactory<ServerChannel> {

    private final ChannelFactory<? extends ServerChannel> channels;
    private final AcceptLimits connections;
    private final FloodLimits floods;
    private final LimitListener listener;

    public GuardedServerChannels(
            Class<? extends ServerChannel> type, AcceptLimits connections, FloodLimits floods, LimitListener listener) {
        this.channels = new ReflectiveChannelFactory<>(type);
        this.connections = connections;
        this.floods = floods;
        this.listener = listener;
    }

    @Override
    public ServerChannel newChannel() {
        ServerChannel channel = channels.newChannel();
        channel.pipeline().addFirst(new AcceptGuard(connections, listener, () -> new FloodGuard(floods, listener)));
        return channel;
    }
}
