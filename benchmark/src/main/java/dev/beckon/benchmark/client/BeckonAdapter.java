package dev.beckon.benchmark.client;

import dev.beckon.v1.SignalingGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

/** Beckon's Connect, in one of its two manners. */
public final class BeckonAdapter implements Adapter {

    /** What a client may or may not do. */
    public enum Manner {
        /** As the client libraries: a session key, numbered frames, to_session_id, bye. */
        KEYED,
        /** As a person at grpcurl: just the peer id. */
        PLAIN
    }

    private static final MethodDescriptor<byte[], byte[]> CONNECT =
            GrpcStream.method(SignalingGrpc.getConnectMethod().getFullMethodName());

    private final Network network;
    private final InetSocketAddress server;
    private final Manner manner;

    /** Peers of the server at this address. */
    public BeckonAdapter(Network network, InetSocketAddress server, Manner manner) {
        this.network = network;
        this.server = server;
        this.manner = manner;
    }

    @Override
    public CompletableFuture<Peer> connect(EventLoop loop, String id, Inbox inbox) {
        BeckonPeer peer = new BeckonPeer(id, manner, inbox);
        return peer.start(new GrpcStream(network, loop, server, CONNECT, peer));
    }
}
