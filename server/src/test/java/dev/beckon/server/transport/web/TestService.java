package dev.beckon.server.transport.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** A service of raw bytes that does what each test wants. "bad" is a message that its marshaller cannot decode. */
final class TestService {

    static final String UNARY = "/test.Service/Unary";
    static final String STREAM = "/test.Service/Stream";
    static final String UPLOAD = "/test.Service/Upload";

    /** What to do with a call when its request has come. */
    interface Behaviour {
        void onRequest(Call call);
    }

    private TestService() {}

    static ServerServiceDefinition of(Behaviour behaviour) {
        return ServerServiceDefinition.builder("test.Service")
                .addMethod(method(UNARY, MethodType.UNARY), (call, headers) -> new Call(call, headers, behaviour))
                .addMethod(
                        method(STREAM, MethodType.SERVER_STREAMING),
                        (call, headers) -> new Call(call, headers, behaviour))
                .addMethod(
                        method(UPLOAD, MethodType.BIDI_STREAMING),
                        (call, headers) -> new Call(call, headers, behaviour))
                .build();
    }

    /** Answers with the request. */
    static void echo(Call call) {
        call.send(call.text());
        call.finish(Status.OK);
    }

    /** A call as the service sees it. */
    static final class Call extends ServerCall.Listener<byte[]> {

        final ServerCall<byte[], byte[]> call;
        final Metadata headers;
        final CompletableFuture<Void> cancelled = new CompletableFuture<>();
        final CompletableFuture<Void> completed = new CompletableFuture<>();
        final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
        volatile Runnable whenReady = () -> {};
        private final Behaviour behaviour;
        private byte @Nullable [] message;

        Call(ServerCall<byte[], byte[]> call, Metadata headers, Behaviour behaviour) {
            this.call = call;
            this.headers = headers;
            this.behaviour = behaviour;
            threads.add(Thread.currentThread());
            call.request(2);
        }

        String text() {
            return new String(Objects.requireNonNull(message), UTF_8);
        }

        void begin() {
            call.sendHeaders(new Metadata());
        }

        void send(String text) {
            call.sendMessage(text.getBytes(UTF_8));
        }

        void send(byte[] bytes) {
            call.sendMessage(bytes);
        }

        void finish(Status status) {
            call.close(status, new Metadata());
        }

        @Override
        public void onMessage(byte[] request) {
            threads.add(Thread.currentThread());
            message = request;
        }

        @Override
        public void onHalfClose() {
            threads.add(Thread.currentThread());
            behaviour.onRequest(this);
        }

        @Override
        public void onReady() {
            threads.add(Thread.currentThread());
            whenReady.run();
        }

        @Override
        public void onCancel() {
            threads.add(Thread.currentThread());
            cancelled.complete(null);
        }

        @Override
        public void onComplete() {
            threads.add(Thread.currentThread());
            completed.complete(null);
        }
    }

    private static MethodDescriptor<byte[], byte[]> method(String path, MethodType type) {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setFullMethodName(path.substring(1))
                .setType(type)
                .setRequestMarshaller(new BytesMarshaller())
                .setResponseMarshaller(new BytesMarshaller())
                .build();
    }

    private static final class BytesMarshaller implements Marshaller<byte[]> {

        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                byte[] bytes = stream.readAllBytes();
                if (new String(bytes, UTF_8).equals("bad")) {
                    throw Status.INTERNAL.withDescription("cannot decode").asRuntimeException();
                }
                return bytes;
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }
    }
}
