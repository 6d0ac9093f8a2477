package dev.beckon.server.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.server.core.message.Command;
import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent;
import dev.beckon.server.core.message.ServerEvent.Delivered;
import dev.beckon.server.core.message.ServerEvent.Notice;
import dev.beckon.server.core.message.Signal;
import dev.beckon.server.core.peer.Hello.ConflictPolicy;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.RoomId;
import dev.beckon.server.core.peer.SessionId;
import dev.beckon.server.testing.TestLimits;
import dev.beckon.server.testing.TestNode;
import dev.beckon.server.testing.TestPeer;
import dev.beckon.server.testing.TestPeer.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All streams that a fuzz test opened to one node, and what was sent over them. Owned by: the thread of the test. */
final class FuzzedClients {

    private static final String[] PEERS = {"alice", "bob", "carol", "nobody"};
    private static final Duration LONGER_THAN_ANY_WINDOW = Duration.ofMinutes(4);
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    /** A numbered signal that was sent over a living stream, and whose outcome is decided. */
    private record Sent(SessionId sender, long seq, String text) {}

    private static final class Stream {
        final TestPeer peer;
        boolean lost;

        Stream(TestPeer peer) {
            this.peer = peer;
        }

        boolean isWelcome() {
            return !peer.events.isEmpty();
        }

        boolean isLive() {
            return isWelcome() && !lost && peer.closes.isEmpty();
        }

        long highestSeq() {
            return peer.seqs.isEmpty() ? 0 : peer.seqs.getLast();
        }
    }

    private final TestNode node = new TestNode(TestLimits.mailbox(12, 64 * 1024));
    private final List<Stream> streams = new ArrayList<>();
    private final List<Sent> taken = new ArrayList<>();
    private final Map<SessionId, Long> lastSeq = new HashMap<>();
    private int texts;

    /** @param key which session key, 0 for none; {@code replaced} likewise */
    void hello(int peer, int key, boolean replaces, int replaced) {
        ConflictPolicy policy = replaces ? ConflictPolicy.REPLACE : ConflictPolicy.REJECT;
        add(TestPeer.connect(node, TestPeer.hello(PEERS[peer], policy, secret(key), secret(replaced))));
    }

    /** @param off how far the last seq that it claims to have handled is from the highest that this stream was sent */
    void comeBack(int which, int off) {
        Stream stream = choose(which);
        if (stream != null && stream.isWelcome()) {
            add(TestPeer.connect(node, stream.peer.comeBack(stream.highestSeq() + off)));
        }
    }

    void signal(int which, int to, int count) {
        Stream stream = choose(which);
        for (int sent = 0; sent < count && stream != null && stream.isWelcome(); sent++) {
            String text = "text " + texts++;
            long seq = lastSeq.getOrDefault(stream.peer.id(), 0L) + 1;
            if (send(stream, seq, signalTo(to, text))) {
                lastSeq.put(stream.peer.id(), seq);
                taken.add(new Sent(stream.peer.id(), seq, text));
            }
        }
    }

    /** The latest number once more: whatever it holds is dropped. */
    void repeat(int which) {
        Stream stream = choose(which);
        if (stream != null && stream.isWelcome()) {
            long seq = lastSeq.getOrDefault(stream.peer.id(), 0L);
            if (seq > 0) {
                send(stream, seq, signalTo(which & 3, "never handed over"));
            }
        }
    }

    void leaveGap(int which) {
        Stream stream = choose(which);
        if (stream != null && stream.isWelcome()) {
            long seq = lastSeq.getOrDefault(stream.peer.id(), 0L) + 2;
            send(stream, seq, signalTo(which & 3, "never handed over"));
        }
    }

    void acknowledge(int which, int off) {
        Stream stream = choose(which);
        if (stream != null) {
            stream.peer.acknowledge(Math.max(0, stream.highestSeq() + off));
        }
    }

    void lose(int which) {
        Stream stream = choose(which);
        if (stream != null) {
            stream.lost = true;
            stream.peer.lose(EndReason.GONE);
        }
    }

    void pass(int seconds) {
        node.scheduler.advance(Duration.ofSeconds(seconds));
    }

    /** What is not a signal. */
    void other(int which, int what) {
        Stream stream = choose(which);
        if (stream != null) {
            send(
                    stream,
                    0,
                    switch (what) {
                        case 0 -> new Command.JoinRoom(new RoomId("room"));
                        case 1 -> new Command.LeaveRoom(new RoomId("room"));
                        case 2 -> new Command.UpdateMember("another name", Map.of());
                        case 3 -> new Command.WatchPresence(Set.of(new PeerId(PEERS[which & 3])));
                        default -> new Command.Refused(Refusal.unsupported());
                    });
        }
    }

    /** The stream takes so many events more. */
    void stall(int which, int room) {
        Stream stream = choose(which);
        if (stream != null) {
            stream.peer.drain(stream.peer.events.size() + room);
        }
    }

    void bye(int which) {
        Stream stream = choose(which);
        if (stream != null) {
            send(stream, 0, new Command.Bye());
        }
    }

    void assertNobodyActsTwice() {
        assertThat(node.events.faults).isEmpty();
        Set<SessionId> sessions = new HashSet<>();
        Set<PeerId> peers = new HashSet<>();
        for (Stream stream : streams) {
            if (stream.isLive()) {
                assertThat(sessions.add(stream.peer.id()))
                        .as("one stream of " + stream.peer.id())
                        .isTrue();
                assertThat(peers.add(stream.peer.peer()))
                        .as("one session of " + stream.peer.peer())
                        .isTrue();
            }
        }
    }

    /** Lets every window run out while the living read, acknowledge and stay, and then looks what became of each signal. */
    void assertOutcomes() {
        for (Duration passed = Duration.ZERO;
                passed.compareTo(LONGER_THAN_ANY_WINDOW) < 0;
                passed = passed.plus(HEARTBEAT)) {
            for (Stream stream : streams) {
                if (stream.isLive()) {
                    stream.peer.drain(Integer.MAX_VALUE);
                    stream.peer.acknowledge(stream.highestSeq());
                }
            }
            node.scheduler.advance(HEARTBEAT);
        }
        assertThat(node.events.faults).isEmpty();
        Map<String, Set<String>> handedOver = new HashMap<>();
        Map<String, Set<Refusal.Code>> told = new HashMap<>();
        streams.stream().filter(Stream::isWelcome).forEach(stream -> collect(stream.peer, handedOver, told));
        assertThat(handedOver).doesNotContainKey("never handed over");
        for (Sent sent : taken) {
            assertOutcome(
                    sent,
                    handedOver.getOrDefault(sent.text(), Set.of()),
                    told.getOrDefault(sent.sender() + "#" + sent.seq(), Set.of()));
        }
    }

    void assertNothingLeft() {
        node.shutdown.endAll();
        node.assertNothingLeft();
    }

    private void assertOutcome(Sent sent, Set<String> handedOver, Set<Refusal.Code> told) {
        assertThat(handedOver).as("%s is handed over at most once", sent).hasSizeLessThanOrEqualTo(1);
        assertThat(told).as("%s has at most one notice", sent).hasSizeLessThanOrEqualTo(1);
        if (!handedOver.isEmpty()) {
            assertThat(told).as("%s was handed over", sent).isSubsetOf(Refusal.Code.UNCONFIRMED);
        } else if (node.registry.find(sent.sender()) != null) {
            assertThat(told).as("%s was not handed over", sent).hasSize(1);
        }
    }

    /** Numbers in the mailbox tell a replayed event from another one. */
    private static void collect(
            TestPeer peer, Map<String, Set<String>> handedOver, Map<String, Set<Refusal.Code>> told) {
        int tracked = 0;
        for (ServerEvent event : peer.events) {
            if (event instanceof Delivered delivered) {
                String text = ((Text) delivered.envelope().signal().payload()).text();
                handedOver
                        .computeIfAbsent(text, absent -> new HashSet<>())
                        .add(peer.id() + "#" + peer.seqs.get(tracked++));
            } else if (event instanceof Notice notice) {
                tracked++;
                for (long seq : notice.clientSeqs()) {
                    told.computeIfAbsent(peer.id() + "#" + seq, absent -> new HashSet<>())
                            .add(notice.refusal().code());
                }
            }
        }
    }

    /** Sends a frame, which gets exactly one receipt at once. Whether its outcome is decided. */
    private static boolean send(Stream stream, long seq, Command command) {
        List<String> receipts = stream.peer.receipts;
        int before = receipts.size();
        stream.peer.send(seq, command);
        assertThat(receipts).as("receipts of one frame").hasSize(before + 1);
        return receipts.getLast().startsWith("decided");
    }

    private void add(TestPeer peer) {
        assertThat(peer.outcome.toCompletableFuture()).isCompleted();
        streams.add(new Stream(peer));
    }

    private @Nullable Stream choose(int which) {
        return streams.isEmpty() ? null : streams.get(Math.floorMod(which, streams.size()));
    }

    private static Command signalTo(int to, String text) {
        return new Command.SendSignal(new Signal(new PeerId(PEERS[to]), null, null, "", new Text(text, false)));
    }

    private static @Nullable String secret(int key) {
        return key == 0 ? null : "key " + key;
    }
}
