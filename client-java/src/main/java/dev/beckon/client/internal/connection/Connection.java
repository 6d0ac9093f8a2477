package dev.beckon.client.internal.connection;

import dev.beckon.client.internal.session.Hello;
import dev.beckon.client.internal.session.Outgoing;
import dev.beckon.client.internal.session.Stream;
import dev.beckon.client.internal.session.StreamEnd;
import dev.beckon.client.internal.session.StreamListener;
import dev.beckon.client.internal.thread.ClientThread;
import dev.beckon.v1.ClientFrame;
import dev.beckon.v1.GetIceServersRequest;
import dev.beckon.v1.GetIceServersResponse;
import dev.beckon.v1.ServerFrame;
import dev.beckon.v1.SignalingGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One channel with one Connect stream, from the connection attempt to the end of the stream.
 *
 * <p>Confined to the client's thread, which is also the executor of gRPC's callbacks.
 */
public final class Connection implements Stream {

    /** Pauses reading from the network while the app is busy. */
    public interface Throttle {
        /**
         * A message was passed to the listener. Until {@code done} runs, it counts as unread; at most
         * {@value Connection#READ_AHEAD} unread messages are fetched from the network.
         */
        void afterFrame(Runnable done);
    }

    /** How many frames are read before the app has handled the first of them. */
    static final int READ_AHEAD = 8;

    private static final long CHECK_SECONDS = 10;
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final ClientThread thread;
    private final StreamListener listener;
    private final Throttle throttle;
    private final AddressOrder addresses;
    private final RacingSockets sockets;
    private final ManagedChannel channel;
    private @Nullable ClientCallStreamObserver<ClientFrame> requests;
    private SignalingGrpc.SignalingStub stub;
    private int unread;
    private boolean halfClosed;
    private boolean heard;
    private boolean ended;

    /** Opens a channel; sends nothing before {@link #start}. */
    public Connection(Endpoint endpoint, ClientThread thread, StreamListener listener, Throttle throttle) {
        this.thread = thread;
        this.listener = listener;
        this.throttle = throttle;
        this.addresses = endpoint.addresses();
        this.sockets = endpoint.sockets();
        this.channel = endpoint.open(thread, sockets);
        this.stub = SignalingGrpc.newStub(channel);
    }

    /** Sends hello. */
    public void start(HelloEncoder encoder, Hello hello) {
        thread.assertOwned();
        String token = hello.accessToken();
        if (token != null) {
            Metadata headers = new Metadata();
            headers.put(AUTHORIZATION, "Bearer " + token);
            stub = stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
        }
        stub.connect(new Responses());
        write(encoder.encode(hello));
    }

    @Override
    public boolean isReady() {
        return !ended && !halfClosed && requests != null && requests.isReady();
    }

    @Override
    public boolean isReading() {
        return unread < READ_AHEAD;
    }

    @Override
    public void send(long seq, long ack, Outgoing frame) {
        ClientFrame message = FrameEncoder.encode(seq, ack, frame);
        write(message);
        if (message.hasBye() && requests != null && !ended && !halfClosed) {
            halfClosed = true;
            requests.onCompleted();
        }
    }

    @Override
    public void check() {
        thread.assertOwned();
        if (!ended) {
            stub.withDeadlineAfter(CHECK_SECONDS, TimeUnit.SECONDS)
                    .getIceServers(GetIceServersRequest.getDefaultInstance(), new Echo());
        }
    }

    @Override
    public void drop() {
        thread.assertOwned();
        if (!ended) {
            ended = true;
            noteAddress();
        }
        // Also cancels the call if it is still active.
        channel.shutdownNow();
        sockets.close();
    }

    /** An address that connects and stays silent must not be tried first forever. */
    private void noteAddress() {
        InetAddress connected = sockets.connected();
        if (heard) {
            addresses.onHeard();
        } else if (connected != null) {
            addresses.onFailed(connected);
        }
    }

    private void write(ClientFrame frame) {
        thread.assertOwned();
        if (requests != null && !ended && !halfClosed) {
            requests.onNext(frame);
        }
    }

    private void end(StreamEnd end) {
        thread.assertOwned();
        if (!ended) {
            drop();
            listener.onEnd(end);
        }
    }

    private void onFrame(ServerFrame frame) {
        heard = true;
        unread++;
        FrameDecoder.decode(frame, listener);
        throttle.afterFrame(this::onFrameDone);
    }

    private void onFrameDone() {
        unread--;
        if (!ended && requests != null) {
            requests.request(1);
        }
    }

    private final class Responses implements ClientResponseObserver<ClientFrame, ServerFrame> {
        @Override
        public void beforeStart(ClientCallStreamObserver<ClientFrame> stream) {
            requests = stream;
            stream.disableAutoRequestWithInitial(READ_AHEAD);
            stream.setOnReadyHandler(() -> {
                if (!ended) {
                    listener.onReady();
                }
            });
        }

        @Override
        public void onNext(ServerFrame frame) {
            thread.assertOwned();
            if (!ended) {
                onFrame(frame);
            }
        }

        @Override
        public void onError(Throwable cause) {
            end(StatusReader.read(cause));
        }

        @Override
        public void onCompleted() {
            end(StreamEnd.completed());
        }
    }

    /** Any answer counts, even that the method is unknown: the server is alive on this connection. */
    private final class Echo implements StreamObserver<GetIceServersResponse> {
        @Override
        public void onNext(GetIceServersResponse response) {
            heard();
        }

        @Override
        public void onError(Throwable cause) {
            Status.Code code = Status.fromThrowable(cause).getCode();
            boolean answered = Status.trailersFromThrowable(cause) != null
                    && code != Status.Code.UNAVAILABLE
                    && code != Status.Code.DEADLINE_EXCEEDED
                    && code != Status.Code.CANCELLED;
            if (answered) {
                heard();
            }
        }

        @Override
        public void onCompleted() {}

        private void heard() {
            if (!ended) {
                listener.onHeard();
            }
        }
    }
}
