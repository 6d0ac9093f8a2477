package dev.beckon.server.main;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.v1.ClientFrame;
import dev.beckon.v1.Data;
import dev.beckon.v1.Event;
import dev.beckon.v1.Hello;
import dev.beckon.v1.JoinRoom;
import dev.beckon.v1.Notice;
import dev.beckon.v1.ServerFrame;
import dev.beckon.v1.Signal;
import dev.beckon.v1.SignalingGrpc;
import dev.beckon.v1.UpdateMember;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Members of full rooms change all their attributes again and again, while two others talk. A real server with its default
 * limits. How long the two wait is printed and not asserted: it depends on the machine.
 */
@Timeout(180)
class RoomStormTest {

    private static final int MEMBERS = 40;
    private static final List<String> ROOMS = List.of("north", "east", "south", "west");
    private static final int CHANGING = 8;
    private static final int CHANGES = 30;
    private static final int CONNECTIONS = 4;
    private static final int WARM_UP_TURNS = 3_000;
    private static final int QUIET_TURNS = 1_000;

    private final Path folder;
    private final List<Peer> peers = new ArrayList<>();
    private final List<ManagedChannel> channels = new ArrayList<>();
    /** The pair's client does not wait for what the clients in the rooms have to read. */
    private final NioEventLoopGroup ownLoop = new NioEventLoopGroup(1);

    private RunningServer server;
    private ManagedChannel pairs;

    RoomStormTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.start(folder);
        for (int i = 0; i < CONNECTIONS; i++) {
            channels.add(channel().build());
        }
        pairs = channel()
                .eventLoopGroup(ownLoop)
                .channelType(NioSocketChannel.class)
                .directExecutor()
                .build();
    }

    @AfterEach
    void end() throws InterruptedException {
        peers.forEach(Peer::end);
        channels.forEach(ManagedChannel::shutdownNow);
        pairs.shutdownNow();
        assertThat(ownLoop.shutdownGracefully(0, 0, TimeUnit.SECONDS)
                        .await(RunningServer.PATIENCE_SECONDS, TimeUnit.SECONDS))
                .isTrue();
        server.close();
    }

    @Test
    void aStormInRooms_isChargedToWhoCausesIt_andAPairElsewhereTalksOn() throws Exception {
        Peer alice = new Peer(pairs, "alice");
        Peer bob = new Peer(pairs, "bob");
        List<Peer> members = fillRooms();
        talk(alice, bob, WARM_UP_TURNS);
        String before = describe(talk(alice, bob, QUIET_TURNS));

        List<Peer> changing = members.subList(0, CHANGING);
        for (int i = 0; i < CHANGES; i++) {
            for (Peer member : changing) {
                member.change(i);
            }
        }
        // Frames are decided in order: the notice about this one comes after the outcomes of all changes.
        changing.forEach(member -> member.signal("nobody"));
        List<Long> during = new ArrayList<>();
        while (!changing.stream().allMatch(member -> member.isDone)) {
            during.addAll(talk(alice, bob, 1));
        }

        int limited = members.stream().mapToInt(member -> member.limited.get()).sum();
        System.out.printf(
                "%d changes of 8 KiB, each told to %d members; %d were RATE_LIMITED. A pair's signal, µs: before %s; during %s%n",
                CHANGING * CHANGES, MEMBERS * ROOMS.size(), limited, before, describe(during));
        assertThat(limited).isPositive().isLessThan(CHANGING * CHANGES);
        assertThat(members).allSatisfy(member -> assertThat(member.broken).isEmpty());
        assertThat(List.of(alice.broken, bob.broken)).containsOnly("");
    }

    private List<Peer> fillRooms() throws InterruptedException {
        List<Peer> members = new ArrayList<>();
        for (int i = 0; i < MEMBERS; i++) {
            members.add(new Peer(channels.get(i % CONNECTIONS), "member" + i));
            ROOMS.forEach(members.getLast()::join);
        }
        for (Peer member : members) {
            member.awaitSnapshots();
        }
        return members;
    }

    private NettyChannelBuilder channel() throws Exception {
        return NettyChannelBuilder.forAddress("127.0.0.1", server.grpcPort()).usePlaintext();
    }

    /** Sends signals one after the other and returns how many nanoseconds each took. */
    private static List<Long> talk(Peer from, Peer to, int signals) throws InterruptedException {
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < signals; i++) {
            long start = System.nanoTime();
            from.signal(to.id);
            assertThat(to.signals.poll(RunningServer.PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isNotNull();
            nanos.add(System.nanoTime() - start);
        }
        return nanos;
    }

    private static String describe(List<Long> nanos) {
        List<Long> sorted = nanos.stream().sorted().toList();
        return sorted.isEmpty()
                ? "none"
                : "%d signals, p50 %d, p99 %d, max %d"
                        .formatted(
                                sorted.size(),
                                sorted.get(sorted.size() / 2) / 1_000,
                                sorted.get(sorted.size() * 99 / 100) / 1_000,
                                sorted.getLast() / 1_000);
    }

    /** A session that holds what it is told against the rules: in each room a snapshot, then versions without a gap. */
    private final class Peer implements StreamObserver<ServerFrame> {

        private final String id;
        private final BlockingQueue<Event> welcomes = new LinkedBlockingQueue<>();
        private final BlockingQueue<Event> signals = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> snapshots = new LinkedBlockingQueue<>();
        private final Map<String, Long> versions = new HashMap<>();
        private final StreamObserver<ClientFrame> frames;
        private volatile boolean isDone;
        private final AtomicInteger limited = new AtomicInteger();
        private volatile String broken = "";

        Peer(ManagedChannel over, String id) throws InterruptedException {
            this.id = id;
            frames = SignalingGrpc.newStub(over).connect(this);
            frames.onNext(ClientFrame.newBuilder()
                    .setHello(Hello.newBuilder().setPeerId(id))
                    .build());
            assertThat(welcomes.poll(RunningServer.PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isNotNull();
            peers.add(this);
        }

        void join(String room) {
            frames.onNext(ClientFrame.newBuilder()
                    .setJoinRoom(JoinRoom.newBuilder().setRoom(room))
                    .build());
        }

        void awaitSnapshots() throws InterruptedException {
            for (int i = 0; i < ROOMS.size(); i++) {
                assertThat(snapshots.poll(RunningServer.PATIENCE_SECONDS, TimeUnit.SECONDS))
                        .isNotNull();
            }
        }

        void change(int number) {
            frames.onNext(ClientFrame.newBuilder()
                    .setUpdateMember(UpdateMember.newBuilder()
                            .putAttributes("number", String.valueOf(number))
                            .putAttributes("about", String.valueOf(number % 10).repeat(8_000)))
                    .build());
        }

        void signal(String to) {
            frames.onNext(ClientFrame.newBuilder()
                    .setSignal(Signal.newBuilder()
                            .setTo(to)
                            .setData(Data.newBuilder().setText("hello")))
                    .build());
        }

        void end() {
            frames.onCompleted();
        }

        @Override
        public void onNext(ServerFrame frame) {
            frame.getEventsList().forEach(this::onEvent);
        }

        private void onEvent(Event event) {
            switch (event.getEventCase()) {
                case WELCOME -> welcomes.add(event);
                case SIGNAL -> signals.add(event);
                case ROOM_SNAPSHOT -> {
                    versions.put(
                            event.getRoomSnapshot().getRoom(),
                            event.getRoomSnapshot().getVersion());
                    snapshots.add(event.getRoomSnapshot().getRoom());
                }
                case PEER_JOINED ->
                    follow(
                            event.getPeerJoined().getRoom(),
                            event.getPeerJoined().getVersion());
                case MEMBER_UPDATED ->
                    follow(
                            event.getMemberUpdated().getRoom(),
                            event.getMemberUpdated().getVersion());
                case NOTICE -> onNotice(event.getNotice());
                default -> {}
            }
        }

        private void onNotice(Notice notice) {
            if (notice.getCode() == Notice.Code.PEER_UNAVAILABLE) {
                isDone = true;
            } else if (notice.getCode() == Notice.Code.RATE_LIMITED && notice.hasRetryAfter()) {
                limited.incrementAndGet();
            } else {
                broken = "a notice: " + notice;
            }
        }

        private void follow(String room, long version) {
            Long before = versions.put(room, version);
            if (before == null || version != before + 1) {
                broken = "version " + version + " of " + room + " after " + before;
            }
        }

        @Override
        public void onError(Throwable end) {
            broken = "ended: " + end;
            isDone = true;
        }

        @Override
        public void onCompleted() {}
    }
}
