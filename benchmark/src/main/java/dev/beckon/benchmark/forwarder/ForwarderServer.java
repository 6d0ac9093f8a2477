package dev.beckon.benchmark.forwarder;

import dev.beckon.benchmark.forwarder.proto.ForwarderGrpc;
import dev.beckon.benchmark.forwarder.proto.Packet;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A signaling server as in a grpc-java tutorial: a map from names to streams, and {@code onNext}. It has no checks,
 * guarantees or limits, so it is not a product but shows the cost of the library itself. Its argument is the port to
 * listen on; it ends when its standard input ends.
 */
public final class ForwarderServer extends ForwarderGrpc.ForwarderImplBase {

    private final ConcurrentHashMap<String, StreamObserver<Packet>> peers = new ConcurrentHashMap<>();

    /** Listens on loopback at port {@code args[0]}. */
    public static void main(String[] args) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
        Server server = NettyServerBuilder.forAddress(address)
                .directExecutor()
                .addService(new ForwarderServer())
                .build()
                .start();
        // Its parent holds the other end, so that the forwarder ends even if the benchmark is killed.
        System.in.transferTo(java.io.OutputStream.nullOutputStream());
        server.shutdownNow();
    }

    @Override
    public StreamObserver<Packet> connect(StreamObserver<Packet> responses) {
        return new StreamObserver<>() {
            private @Nullable String id;

            @Override
            public void onNext(Packet packet) {
                if (id == null) {
                    id = packet.getFrom();
                    peers.put(id, responses);
                    send(responses, Packet.newBuilder().setTo(id).build());
                    return;
                }
                StreamObserver<Packet> receiver = peers.get(packet.getTo());
                if (receiver != null) {
                    send(receiver, packet.toBuilder().setFrom(id).build());
                }
            }

            @Override
            public void onError(Throwable gone) {
                forget();
            }

            @Override
            public void onCompleted() {
                forget();
                synchronized (responses) {
                    responses.onCompleted();
                }
            }

            private void forget() {
                if (id != null) {
                    peers.remove(id, responses);
                }
            }
        };
    }

    /** Streams are not thread-safe, and sender and receiver may be on different event loops. */
    private static void send(StreamObserver<Packet> stream, Packet packet) {
        synchronized (stream) {
            stream.onNext(packet);
        }
    }
}
