package dev.beckon.server.transport.grpc.netty;

import dev.beckon.server.limits.LimitListener;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2ConnectionHandler;

/**
 * Waits until gRPC has set up a connection, also behind TLS, and then observes its frames. gRPC itself limits pings and
 * resets, but no other frames. Owned by: the connection's event loop.
 */
final class FloodGuard extends ChannelInboundHandlerAdapter {

    private final FloodLimits limits;
    private final LimitListener listener;

    FloodGuard(FloodLimits limits, LimitListener listener) {
        this.limits = limits;
        this.listener = listener;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        Http2ConnectionHandler http2 = context.pipeline().get(Http2ConnectionHandler.class);
        if (http2 != null) {
            Http2ConnectionDecoder decoder = http2.decoder();
            decoder.frameListener(new ControlFrames(decoder.frameListener(), limits, listener));
            context.pipeline().remove(this);
        }
        context.fireChannelRead(bytes);
    }
}
