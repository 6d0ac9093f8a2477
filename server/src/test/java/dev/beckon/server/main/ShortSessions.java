package dev.beckon.server.main;

import dev.beckon.v1.Hello;
import dev.beckon.v1.SignalingGrpc;
import dev.beckon.v1.Welcome;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * Rounds of ten short sessions and one resume, many at a time, over a few connections: with and without key, at both doors,
 * ended in every way that there is. Whatever does not come out as it should fails the round.
 */
final class ShortSessions implements AutoCloseable {

    static final int SESSIONS_PER_ROUND = 10;
    static final int RESUMES_PER_ROUND = 1;

    private static final int LANES = 32;
    private static final int CONNECTIONS = 4;
    private static final int WEB_EVERY = 10;

    private final int webPort;
    private final UnaryOperator<String> tokens;
    private final List<ManagedChannel> channels = new ArrayList<>();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Thread::startVirtualThread)
            .build();

    /**
     * Connects to the native port.
     *
     * @param tokens makes an access token for a subject
     */
    ShortSessions(int grpcPort, int webPort, UnaryOperator<String> tokens) {
        this.webPort = webPort;
        this.tokens = tokens;
        for (int i = 0; i < CONNECTIONS; i++) {
            channels.add(NettyChannelBuilder.forAddress("127.0.0.1", grpcPort)
                    .usePlaintext()
                    .directExecutor()
                    .build());
        }
    }

    /** Runs this many rounds. */
    void run(int rounds) throws Exception {
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService lanes = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < LANES; i++) {
                Lane lane = new Lane("lane" + i, channels.get(i % CONNECTIONS));
                Callable<Integer> work = () -> {
                    int done = 0;
                    for (int round = next.getAndIncrement(); round < rounds; round = next.getAndIncrement()) {
                        lane.round(round);
                        done++;
                    }
                    return done;
                };
                running.add(lanes.submit(work));
            }
            for (Future<?> lane : running) {
                lane.get();
            }
        }
    }

    /** A session that stays until the connections are closed, and its window is over. */
    void stay() throws InterruptedException {
        Lane lane = new Lane("lane", channels.getFirst());
        new NativePeer(lane.stub, ThinPeer.hello("lane/staying", true)).welcome();
    }

    /** Closes the connections. */
    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        http.shutdownNow();
        http.close();
    }

    /** Rounds of one subject, one after the other. */
    private final class Lane {

        private final String subject;
        private final String token;
        private final SignalingGrpc.SignalingStub stub;
        private final SignalingGrpc.SignalingStub forged;

        Lane(String subject, ManagedChannel channel) {
            this.subject = subject;
            this.token = tokens.apply(subject);
            this.stub = stub(channel, token);
            this.forged = stub(channel, token.substring(0, token.length() - 4) + "AAAA");
        }

        void round(int number) throws IOException, InterruptedException {
            String round = subject + "/" + number;
            String room = "room" + number;
            plain(round, room);
            resumed(round, room, number % WEB_EVERY == 0);
            lost(round, room);
            refused(round);
            replaced(round, room);
        }

        private void plain(String round, String room) throws IOException, InterruptedException {
            NativePeer alice = connect(ThinPeer.hello(round + "-a", false));
            NativePeer bob = connect(ThinPeer.hello(round + "-b", false));
            meet(alice, bob, round + "-b", room);
            bob.halfClose();
            bob.end("OK");
            alice.bye();
        }

        /** Bob loses his stream with a signal not acknowledged, and is given it again. */
        private void resumed(String round, String room, boolean web) throws IOException, InterruptedException {
            NativePeer alice = connect(ThinPeer.hello(round + "-c", true));
            Hello hello = ThinPeer.hello(round + "-d", true);
            ThinPeer bob = web ? new WebPeer(http, webPort, token, hello) : new NativePeer(stub, hello);
            String session = bob.welcome().getSessionId();
            meet(alice, bob, round + "-d", room);
            bob.lose();
            Hello again = hello.toBuilder().setSessionId(session).build();
            ThinPeer back = web ? new WebPeer(http, webPort, token, again) : new NativePeer(stub, again);
            expect(back.welcome(), Welcome.Result.LOSSLESS);
            back.receive(room);
            back.acknowledge();
            back.bye();
            alice.bye();
        }

        /** Neither comes back, and a signal waits in the mailbox until the window is over. */
        private void lost(String round, String room) throws IOException, InterruptedException {
            NativePeer alice = connect(ThinPeer.hello(round + "-e", true));
            NativePeer bob = connect(ThinPeer.hello(round + "-f", true));
            meet(alice, bob, round + "-f", room);
            bob.lose();
            alice.signal(round + "-f", "", "while away");
            alice.lose();
        }

        private void refused(String round) throws InterruptedException {
            new NativePeer(forged, ThinPeer.hello(round + "-g", true)).end("TOKEN_INVALID");
            new NativePeer(stub, ThinPeer.hello("somebody", true)).end("PEER_ID_NOT_ALLOWED");
        }

        private void replaced(String round, String room) throws IOException, InterruptedException {
            NativePeer older = connect(ThinPeer.hello(round + "-h", true));
            older.join(room);
            NativePeer newer = connect(ThinPeer.hello(round + "-h", true).toBuilder()
                    .setOnConflict(Hello.ConflictPolicy.REPLACE)
                    .build());
            older.end("REPLACED");
            newer.bye();
        }

        private NativePeer connect(Hello hello) throws InterruptedException {
            NativePeer peer = new NativePeer(stub, hello);
            expect(peer.welcome(), Welcome.Result.NEW);
            return peer;
        }

        /** One watches the other, both join a room, and one sends the other its name. */
        private void meet(ThinPeer alice, ThinPeer bob, String bobsId, String room)
                throws IOException, InterruptedException {
            alice.watch(bobsId);
            alice.join(room);
            bob.join(room);
            alice.signal(bobsId, room, room);
            bob.receive(room);
        }
    }

    private static void expect(Welcome welcome, Welcome.Result result) {
        if (welcome.getResult() != result) {
            throw new AssertionError("expected " + result + ", but: " + welcome.getResult());
        }
    }

    private static SignalingGrpc.SignalingStub stub(ManagedChannel channel, String token) {
        Metadata metadata = new Metadata();
        metadata.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        return SignalingGrpc.newStub(channel).withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata));
    }
}
