package dev.beckon.benchmark.client;

import io.grpc.netty.shaded.io.netty.channel.ChannelFactory;
import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.SocketChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import java.util.concurrent.TimeUnit;

/** The event loops shared by all clients, and matching sockets. */
public final class Network implements AutoCloseable {

    private static final int END_SECONDS = 5;

    private final EventLoopGroup loops;
    private final ChannelFactory<SocketChannel> sockets;

    /** Starts this many event loops. */
    public Network(int threads) {
        if (Epoll.isAvailable()) {
            loops = new EpollEventLoopGroup(threads);
            sockets = EpollSocketChannel::new;
        } else {
            loops = new NioEventLoopGroup(threads);
            sockets = NioSocketChannel::new;
        }
    }

    /** Returns the next event loop, round robin. */
    public EventLoop nextLoop() {
        return loops.next();
    }

    /** Creates sockets whose traffic {@code wire} counts. */
    ChannelFactory<SocketChannel> sockets(Wire wire) {
        return () -> {
            SocketChannel socket = sockets.newChannel();
            socket.pipeline().addFirst(wire);
            return socket;
        };
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, END_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
