package dev.beckon.benchmark.client;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.channel.ChannelDuplexHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelPromise;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the traffic of one client's socket in both directions: bytes above TCP, and messages of the protocol (gRPC
 * messages, WebSocket texts). It is the first handler of its channel. Readable from any thread.
 */
public final class Wire extends ChannelDuplexHandler {

    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong messages = new AtomicLong();

    /** Returns the bytes sent and received. */
    public long bytes() {
        return bytes.get();
    }

    /** Returns the messages sent and received. */
    public long messages() {
        return messages.get();
    }

    /** One message was sent or received. */
    void countMessage() {
        messages.incrementAndGet();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        count(message);
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        count(message);
        context.write(message, promise);
    }

    private void count(Object message) {
        if (!(message instanceof ByteBuf buffer)) {
            throw new IllegalStateException("not bytes: " + message.getClass());
        }
        bytes.addAndGet(buffer.readableBytes());
    }
}
