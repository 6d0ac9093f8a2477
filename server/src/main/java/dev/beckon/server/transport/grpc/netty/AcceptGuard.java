package dev.beckon.server.transport.grpc.netty;

import dev.beckon.server.limits.ConcurrencyLimits;
import dev.beckon.server.limits.DoorLimit;
import dev.beckon.server.limits.LimitListener;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelFuture;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Supplier;

/**
 * Handles new connections of a listening socket: closes those beyond the limits before reading a byte. Owned by: the
 * accepting event loop.
 */
final class AcceptGuard extends ChannelInboundHandlerAdapter {

    private final ConcurrencyLimits limits;
    private final LimitListener listener;
    private final Supplier<ChannelHandler> floodGuards;

    AcceptGuard(ConcurrencyLimits limits, LimitListener listener, Supplier<ChannelHandler> floodGuards) {
        this.limits = limits;
        this.listener = listener;
        this.floodGuards = floodGuards;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
        if (!(accepted instanceof Channel child) || !(child.remoteAddress() instanceof InetSocketAddress remote)) {
            context.fireChannelRead(accepted);
            return;
        }
        InetAddress address = remote.getAddress();
        switch (limits.tryTake(address)) {
            case TAKEN -> {
                ChannelFuture unused = child.closeFuture().addListener(closed -> limits.release(address));
                child.pipeline().addFirst(floodGuards.get());
                context.fireChannelRead(accepted);
            }
            case TOO_MANY -> refuse(child, DoorLimit.CONNECTIONS);
            case TOO_MANY_OF_ADDRESS -> refuse(child, DoorLimit.CONNECTIONS_PER_ADDRESS);
        }
    }

    private void refuse(Channel child, DoorLimit limit) {
        child.unsafe().closeForcibly();
        listener.onLimit(limit);
    }
}
