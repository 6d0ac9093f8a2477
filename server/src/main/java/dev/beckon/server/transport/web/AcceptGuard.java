package dev.beckon.server.transport.web;

import dev.beckon.server.limits.AcceptLimits;
import dev.beckon.server.limits.DoorLimit;
import dev.beckon.server.limits.LimitListener;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Handles new connections of a listening socket: closes those beyond the limits before reading a byte. Owned by: the
 * accepting event loop.
 */
final class AcceptGuard extends ChannelInboundHandlerAdapter {

    private final AcceptLimits limits;
    private final LimitListener listener;

    AcceptGuard(AcceptLimits limits, LimitListener listener) {
        this.limits = limits;
        this.listener = listener;
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
        context.fireChannelRead(accepted);
    }
}
