package dev.beckon.benchmark.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.beckon.benchmark.forwarder.proto.ForwarderGrpc;
import dev.beckon.benchmark.forwarder.proto.Packet;
import dev.beckon.v1.Answer;
import dev.beckon.v1.Offer;
import io.grpc.MethodDescriptor;
import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

/** Clients of the bare forwarder. */
public final class ForwarderAdapter implements Adapter {

    private static final MethodDescriptor<byte[], byte[]> CONNECT =
            GrpcStream.method(ForwarderGrpc.getConnectMethod().getFullMethodName());

    private final Network network;
    private final InetSocketAddress server;

    /** Creates an adapter for the forwarder at this address. */
    public ForwarderAdapter(Network network, InetSocketAddress server) {
        this.network = network;
        this.server = server;
    }

    @Override
    public CompletableFuture<Peer> connect(EventLoop loop, String id, Inbox inbox) {
        Registration registration = new Registration(inbox);
        GrpcStream stream = new GrpcStream(network, loop, server, CONNECT, registration);
        stream.start();
        stream.send(Packet.newBuilder().setFrom(id).build().toByteArray());
        return registration.registered.thenApply(answer -> new ForwarderPeer(id, stream));
    }

    /** Receives the answer to the first packet and passes later ones to the peer. */
    private static final class Registration implements Inbox {

        private final Inbox inbox;
        private final CompletableFuture<byte[]> registered = new CompletableFuture<>();

        Registration(Inbox inbox) {
            this.inbox = inbox;
        }

        @Override
        public void onMessage(byte[] message) {
            if (!registered.complete(message)) {
                inbox.onMessage(message);
            }
        }

        @Override
        public void onFault(Throwable fault) {
            if (!registered.completeExceptionally(fault)) {
                inbox.onFault(fault);
            }
        }
    }

    private record ForwarderPeer(String id, GrpcStream stream) implements Peer {

        @Override
        public Outgoing prepare(Kind kind, Peer to, int textBytes) {
            String text = Text.of(kind, textBytes);
            MessageLite body =
                    switch (kind) {
                        case OFFER ->
                            Offer.newBuilder().setSdp(text).setOfferId(1).build();
                        case ANSWER ->
                            Answer.newBuilder().setSdp(text).setOfferId(1).build();
                        case CANDIDATE -> BeckonPeer.candidate(text);
                    };
            ByteString payload = body.toByteString();
            return Outgoing.of(Packet.newBuilder()
                    .setTo(to.id())
                    .setPayload(payload)
                    .build()
                    .toByteArray());
        }

        @Override
        public void send(Outgoing message, long nanos) {
            stream.send(message.stamped(0, nanos));
        }

        @Override
        public Wire wire() {
            return stream.wire();
        }

        @Override
        public CompletableFuture<Void> close() {
            return stream.close();
        }
    }
}
