package dev.beckon.server.main;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.v1.ClientFrame;
import dev.beckon.v1.Data;
import dev.beckon.v1.Event;
import dev.beckon.v1.Hello;
import dev.beckon.v1.Notice;
import dev.beckon.v1.ServerFrame;
import dev.beckon.v1.Signal;
import dev.beckon.v1.SignalingGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A peer sends far more frames than it may, while two others talk: none of their signals is lost or refused. How long they take
 * is printed. The default limits of a real server.
 */
@Timeout(60)
class FrameFloodTest {

    private static final int FLOOD = 20_000;
    private static final int QUIET_TURNS = 200;

    private final RunningServer server;

    FrameFloodTest(@TempDir Path folder) throws Exception {
        server = RunningServer.start(folder);
    }

    @AfterEach
    void end() {
        server.close();
    }

    @Test
    void aFloodOfFrames_isRefusedToTheFlooder_andNobodyElse() throws Exception {
        try (Peer alice = new Peer("alice");
                Peer bob = new Peer("bob");
                Peer flooder = new Peer("flooder")) {
            long[] before = turns(alice, bob);

            Thread flooding = Thread.ofPlatform().name("flood").start(() -> {
                for (int i = 0; i < FLOOD; i++) {
                    flooder.signal("nobody");
                }
            });
            int refused = 0;
            int limited = 0;
            long[] during = new long[0];
            // A flooder that does not even read its refusals in time is ended as SLOW.
            while (refused < FLOOD && !flooder.ended) {
                during = Arrays.copyOf(during, during.length + 1);
                during[during.length - 1] = turn(alice, bob);
                for (Event event = flooder.events.poll(); event != null; event = flooder.events.poll()) {
                    refused++;
                    if (event.getNotice().getCode() == Notice.Code.RATE_LIMITED) {
                        limited++;
                        assertThat(event.getNotice().getRetryAfter())
                                .isNotEqualTo(Notice.getDefaultInstance().getRetryAfter());
                    }
                }
            }

            flooding.join();
            System.out.printf(
                    "%d frames at once, %d of them RATE_LIMITED, the flooder %s. Neighbours' signal, µs: before %s; during %s%n",
                    FLOOD, limited, flooder.ended ? "ended as slow" : "goes on", describe(before), describe(during));
            // What the burst and some seconds allow is looked at.
            assertThat(limited).isPositive();
            assertThat(List.of(alice.ended, bob.ended)).containsOnly(false);
        }
    }

    private static long[] turns(Peer from, Peer to) throws InterruptedException {
        long[] nanos = new long[QUIET_TURNS];
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] = turn(from, to);
        }
        return nanos;
    }

    /** How long a signal takes from one peer to the other, which is told nothing else. */
    private static long turn(Peer from, Peer to) throws InterruptedException {
        long start = System.nanoTime();
        from.signal(to.id);
        assertThat(to.events.take().hasSignal()).isTrue();
        return System.nanoTime() - start;
    }

    /** Sorts, and tells median, 99th percentile and maximum. */
    private static String describe(long[] nanos) {
        Arrays.sort(nanos);
        return "%d calls, p50 %d, p99 %d, max %d"
                .formatted(
                        nanos.length,
                        nanos[nanos.length / 2] / 1_000,
                        nanos[nanos.length * 99 / 100] / 1_000,
                        nanos[nanos.length - 1] / 1_000);
    }

    /** A session on a connection of its own. */
    private final class Peer implements StreamObserver<ServerFrame>, AutoCloseable {

        private final String id;
        private volatile boolean ended;
        private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
        private final ManagedChannel channel;
        private final StreamObserver<ClientFrame> frames;

        Peer(String id) throws Exception {
            this.id = id;
            channel = NettyChannelBuilder.forAddress("127.0.0.1", server.grpcPort())
                    .usePlaintext()
                    .build();
            frames = SignalingGrpc.newStub(channel).connect(this);
            frames.onNext(ClientFrame.newBuilder()
                    .setHello(Hello.newBuilder().setPeerId(id))
                    .build());
            assertThat(events.take().hasWelcome()).isTrue();
        }

        void signal(String to) {
            frames.onNext(ClientFrame.newBuilder()
                    .setSignal(Signal.newBuilder()
                            .setTo(to)
                            .setData(Data.newBuilder().setText("hello")))
                    .build());
        }

        @Override
        public void onNext(ServerFrame frame) {
            events.addAll(frame.getEventsList());
        }

        @Override
        public void onError(Throwable end) {
            ended = true;
        }

        @Override
        public void onCompleted() {}

        @Override
        public void close() {
            channel.shutdownNow();
        }
    }
}
