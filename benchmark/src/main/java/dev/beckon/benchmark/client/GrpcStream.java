package dev.beckon.benchmark.client;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelFactory;
import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import io.grpc.netty.shaded.io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

/** A separate connection with one bidirectional stream of raw messages. Its inbox is called on the loop. */
final class GrpcStream extends ClientCall.Listener<byte[]> {

    private static final BytesMarshaller BYTES = new BytesMarshaller();

    private final Inbox inbox;
    private final Wire wire = new Wire();
    private final ManagedChannel channel;
    private final ClientCall<byte[], byte[]> call;
    private final CompletableFuture<Void> socketClosed = new CompletableFuture<>();
    private volatile boolean leaving;

    GrpcStream(
            Network network,
            EventLoop loop,
            InetSocketAddress server,
            MethodDescriptor<byte[], byte[]> method,
            Inbox inbox) {
        this.inbox = inbox;
        ChannelFactory<SocketChannel> sockets = network.sockets(wire);
        this.channel = NettyChannelBuilder.forAddress(server)
                .eventLoopGroup(loop)
                .channelFactory(() -> watched(sockets.newChannel()))
                .directExecutor()
                .usePlaintext()
                .disableRetry()
                .build();
        this.call = channel.newCall(method, CallOptions.DEFAULT);
    }

    static MethodDescriptor<byte[], byte[]> method(String fullName) {
        return MethodDescriptor.newBuilder(BYTES, BYTES)
                .setType(MethodType.BIDI_STREAMING)
                .setFullMethodName(fullName)
                .build();
    }

    /** Connects; nothing is received before. */
    void start() {
        call.start(this, new Metadata());
        // Unlimited: the load limits the number of messages in flight.
        call.request(Integer.MAX_VALUE);
    }

    void send(byte[] message) {
        wire.countMessage();
        call.sendMessage(message);
    }

    Wire wire() {
        return wire;
    }

    /** From now on the server may end the stream. */
    void expectEnd() {
        leaving = true;
    }

    /** Half-closes the stream. Completes when the server has ended it and the socket is closed. */
    CompletableFuture<Void> close() {
        expectEnd();
        call.halfClose();
        return socketClosed;
    }

    @Override
    public void onMessage(byte[] message) {
        wire.countMessage();
        inbox.onMessage(message);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        channel.shutdownNow();
        if (!leaving || !status.isOk()) {
            inbox.onFault(status.asRuntimeException(trailers));
        }
    }

    private Channel watched(SocketChannel socket) {
        socket.closeFuture().addListener(closed -> socketClosed.complete(null));
        return socket;
    }
}
