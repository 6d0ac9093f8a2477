package dev.beckon.client.internal.connection;

import dev.beckon.client.internal.session.FrameHandler;
import dev.beckon.client.internal.session.FrameSink;
import dev.beckon.client.internal.session.Outgoing;
import dev.beckon.client.internal.thread.ClientThread;
import dev.beckon.client.internal.thread.Timers;
import dev.beckon.v1.ClientFrame;
import dev.beckon.v1.Event;
import dev.beckon.v1.ServerFrame;
import dev.beckon.v1.SignalingGrpc;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import org.jspecify.annotations.Nullable;

/**
 * One channel with one Connect stream: from the attempt to reach the server until the stream ends, for whatever reason.
 *
 * <p>Owned by the client's thread, which is also the executor of gRPC's callbacks: nothing here is called from elsewhere.
 */
public final class Connection implements FrameSink {

    /** The owner of a connection. */
    public interface Owner {
        /** Where the frames of the server go. */
        FrameHandler frames();

        /** The stream takes frames again. */
        void onReady();

        /**
         * A frame was handed to {@link #frames}. Until {@code done} runs, it counts as unread: of those only
         * {@value Connection#READ_AHEAD} are fetched from the network.
         */
        void afterFrame(Runnable done);

        /** The stream ended. Called once, and nothing else afterwards. */
        void onEnd(StreamEnd end);
    }

    /** How many frames are read before the app has handled the first of them. */
    static final int READ_AHEAD = 8;

    private final ClientThread thread;
    private final Owner owner;
    private final ManagedChannel channel;
    private final Heartbeats heartbeats;
    private @Nullable ClientCallStreamObserver<ClientFrame> requests;
    private Timers.@Nullable Timer welcomeTimer;
    private int unread;
    private boolean halfClosed;
    private boolean ended;

    /** Opens a channel; nothing is sent before {@link #start}. */
    public Connection(Endpoint endpoint, ClientThread thread, Owner owner) {
        this.thread = thread;
        this.owner = owner;
        this.channel = endpoint.open(thread);
        this.heartbeats = new Heartbeats(thread, new StreamPulse());
    }

    /** Says hello. If the server does not welcome in time, the connection ends. */
    public void start(Hello hello, long welcomeTimeoutMillis) {
        thread.assertOwned();
        welcomeTimer = thread.schedule(() -> end(StreamEnd.noWelcome(welcomeTimeoutMillis)), welcomeTimeoutMillis);
        SignalingGrpc.newStub(channel).connect(new Responses());
        write(hello.frame());
    }

    @Override
    public boolean isReady() {
        return !ended && !halfClosed && requests != null && requests.isReady();
    }

    @Override
    public void send(long seq, Outgoing frame) {
        write(FrameEncoder.encode(seq, frame));
    }

    /** Ends the session on purpose, after what was sent before. The server answers by ending the stream. */
    public void bye() {
        thread.assertOwned();
        if (requests == null || ended || halfClosed) {
            return;
        }
        write(FrameEncoder.BYE);
        halfClosed = true;
        requests.onCompleted();
    }

    /** Gives the stream up at once. */
    public void abort() {
        end(StreamEnd.completed());
    }

    private void write(ClientFrame frame) {
        thread.assertOwned();
        if (requests == null || ended || halfClosed) {
            return;
        }
        requests.onNext(frame);
        heartbeats.onSent();
    }

    private void end(StreamEnd end) {
        thread.assertOwned();
        if (ended) {
            return;
        }
        ended = true;
        heartbeats.stop();
        if (welcomeTimer != null) {
            welcomeTimer.cancel();
        }
        // Cancels the call too, if it is still there.
        channel.shutdownNow();
        owner.onEnd(end);
    }

    private void onFrame(ServerFrame frame) {
        heartbeats.onHeard();
        for (Event event : frame.getEventsList()) {
            if (event.hasWelcome()) {
                onWelcome(event.getWelcome());
            }
        }
        FrameDecoder.decode(frame, owner.frames());
        unread++;
        owner.afterFrame(this::onFrameDone);
    }

    private void onFrameDone() {
        unread--;
        if (!ended && requests != null) {
            requests.request(1);
        }
    }

    private void onWelcome(dev.beckon.v1.Welcome welcome) {
        if (welcomeTimer != null) {
            welcomeTimer.cancel();
        }
        heartbeats.start(
                FrameDecoder.millis(welcome.getClientHeartbeatInterval()),
                FrameDecoder.millis(welcome.getHeartbeatInterval()));
    }

    private final class StreamPulse implements Heartbeats.Pulse {
        @Override
        public void beat() {
            // A stream that is not ready has bytes under way already, and must not pile up more.
            if (isReady()) {
                write(FrameEncoder.HEARTBEAT);
            }
        }

        @Override
        public boolean isReading() {
            return unread < READ_AHEAD;
        }

        @Override
        public void onSilent(long silentMillis) {
            end(StreamEnd.silent(silentMillis));
        }
    }

    private final class Responses implements ClientResponseObserver<ClientFrame, ServerFrame> {
        @Override
        public void beforeStart(ClientCallStreamObserver<ClientFrame> stream) {
            requests = stream;
            stream.disableAutoRequestWithInitial(READ_AHEAD);
            stream.setOnReadyHandler(() -> {
                if (!ended) {
                    owner.onReady();
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
            end(StreamEnd.failed(cause));
        }

        @Override
        public void onCompleted() {
            end(StreamEnd.completed());
        }
    }
}
