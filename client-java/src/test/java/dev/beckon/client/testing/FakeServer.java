package dev.beckon.client.testing;

import dev.beckon.v1.ClientFrame;
import dev.beckon.v1.ServerFrame;
import dev.beckon.v1.SignalingGrpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Speaks beckon.v1 on a real socket and does exactly what the test says, right or wrong: for what the real server never
 * does.
 */
public final class FakeServer implements AutoCloseable {

    private final Server server;
    private final BlockingQueue<FakeStream> streams = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> authorizations = new LinkedBlockingQueue<>();

    private FakeServer(int port, ServerCredentials credentials) throws IOException {
        server = OkHttpServerBuilder.forPort(port, credentials)
                .addService(ServerInterceptors.intercept(new Service(), new TokenReader()))
                .build()
                .start();
    }

    public static FakeServer start() throws IOException {
        return new FakeServer(0, InsecureServerCredentials.create());
    }

    public static FakeServer start(ServerCredentials credentials) throws IOException {
        return new FakeServer(0, credentials);
    }

    public String target() {
        return "localhost:" + server.getPort();
    }

    public int port() {
        return server.getPort();
    }

    /** The next stream that a client opened, with its hello not yet taken. */
    public FakeStream stream() {
        return Await.next(streams, "a stream");
    }

    /** Whether a client has opened a stream that no test has taken. */
    public boolean hasStream() {
        return !streams.isEmpty();
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            if (!server.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new AssertionError("the fake server does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The authorization of the next call, or "none". */
    public String authorization() {
        return Await.next(authorizations, "a call");
    }

    private final class TokenReader implements ServerInterceptor {
        private final Metadata.Key<String> authorization =
                Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            String shown = headers.get(authorization);
            authorizations.add(shown == null ? "none" : shown);
            return next.startCall(call, headers);
        }
    }

    private final class Service extends SignalingGrpc.SignalingImplBase {
        @Override
        public StreamObserver<ClientFrame> connect(StreamObserver<ServerFrame> responses) {
            FakeStream stream = new FakeStream((ServerCallStreamObserver<ServerFrame>) responses);
            streams.add(stream);
            return stream;
        }
    }
}
