package dev.beckon.server.transport.grpc.netty;

import dev.beckon.server.limits.DoorLimit;
import dev.beckon.server.limits.EventWindow;
import dev.beckon.server.limits.LimitListener;
import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.channel.ChannelFuture;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Exception;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Flags;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2FrameListener;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Settings;

/** Counts frames without effect, and closes a connection that sends too many. Owned by: the connection's event loop. */
final class ControlFrames extends Http2FrameListenerDecorator {

    private final EventWindow resets;
    private final EventWindow controlFrames;
    private final LimitListener hits;

    ControlFrames(Http2FrameListener frames, FloodLimits limits, LimitListener hits) {
        super(frames);
        long window = limits.window().toNanos();
        long now = System.nanoTime();
        this.resets = new EventWindow(limits.resets(), window, now);
        this.controlFrames = new EventWindow(limits.controlFrames(), window, now);
        this.hits = hits;
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings) throws Http2Exception {
        count(context);
        super.onSettingsRead(context, settings);
    }

    @Override
    public void onPriorityRead(
            ChannelHandlerContext context, int streamId, int dependency, short weight, boolean exclusive)
            throws Http2Exception {
        count(context);
        super.onPriorityRead(context, streamId, dependency, weight, exclusive);
    }

    @Override
    public void onUnknownFrame(
            ChannelHandlerContext context, byte frameType, int streamId, Http2Flags flags, ByteBuf payload)
            throws Http2Exception {
        count(context);
        super.onUnknownFrame(context, frameType, streamId, flags, payload);
    }

    @Override
    public int onDataRead(ChannelHandlerContext context, int streamId, ByteBuf data, int padding, boolean endOfStream)
            throws Http2Exception {
        if (!data.isReadable() && !endOfStream) {
            count(context);
        }
        return super.onDataRead(context, streamId, data, padding, endOfStream);
    }

    /** Only counts: gRPC itself closes the connection, with GOAWAY. */
    @Override
    public void onRstStreamRead(ChannelHandlerContext context, int streamId, long errorCode) throws Http2Exception {
        if (resets.isFirstTooMany(System.nanoTime())) {
            hits.onLimit(DoorLimit.RESETS);
        }
        super.onRstStreamRead(context, streamId, errorCode);
    }

    private void count(ChannelHandlerContext context) {
        if (controlFrames.isFirstTooMany(System.nanoTime())) {
            hits.onLimit(DoorLimit.CONTROL_FRAMES);
            ChannelFuture unused = context.close();
        }
    }
}
