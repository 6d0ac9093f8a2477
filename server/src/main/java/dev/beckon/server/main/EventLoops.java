package dev.beckon.server.main;

import dev.beckon.server.transport.grpc.StreamExecutors;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.ServerChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import io.grpc.netty.shaded.io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** The event loops of native gRPC; each connection belongs to one of them. */
final class EventLoops implements StreamExecutors, AutoCloseable {

    private static final int FEWEST = 2;
    private static final long CLOSE_SECONDS = 2;

    private final EventLoopGroup group;
    private final Class<? extends ServerChannel> channelType;

    EventLoops() {
        int loops = defaultCount();
        ThreadFactory threads = new DefaultThreadFactory("grpc");
        if (Epoll.isAvailable()) {
            group = new EpollEventLoopGroup(loops, threads);
            channelType = EpollServerSocketChannel.class;
        } else {
            group = new NioEventLoopGroup(loops, threads);
            channelType = NioServerSocketChannel.class;
        }
    }

    /** Returns the number of loops per transport: one per core. */
    static int defaultCount() {
        return Math.max(FEWEST, Runtime.getRuntime().availableProcessors());
    }

    EventLoopGroup group() {
        return group;
    }

    Class<? extends ServerChannel> channelType() {
        return channelType;
    }

    /** Callbacks run on the event loop of their connection, because the server has no executor of its own. */
    @Override
    public Executor current() {
        for (EventExecutor loop : group) {
            if (loop.inEventLoop()) {
                return loop;
            }
        }
        throw new IllegalStateException("called outside the event loops of gRPC");
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
