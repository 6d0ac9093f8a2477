package dev.beckon.server.transport.grpc.netty;

import dev.beckon.server.limits.AcceptLimits;
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

    private final AcceptLimits limits;
    private final LimitListener listener;
    private final Supplier<ChannelHandler> floodGuards;

    AcceptGuard(AcceptLimits limits, LimitListener listener, Supplier<ChannelHandler> floodGuards) {
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
        DoorLimit refused = limits.admit(address);
        if (refused != null) {
            child.unsafe().closeForcibly();
            listener.onLimit(refused);
            return;
        }
        ChannelFuture unused = child.closeFuture().addListener(closed -> limits.release(address));
        child.pipeline().addFirst(floodGuards.get());
        context.fireChannelRead(accepted);
    }
}
