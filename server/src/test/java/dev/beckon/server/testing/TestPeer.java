package dev.beckon.server.testing;

import dev.beckon.server.core.message.Command;
import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.Heartbeats;
import dev.beckon.server.core.message.Liveness;
import dev.beckon.server.core.message.Payload;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent;
import dev.beckon.server.core.message.ServerEvent.Delivered;
import dev.beckon.server.core.message.Signal;
import dev.beckon.server.core.peer.Hello;
import dev.beckon.server.core.peer.Hello.ConflictPolicy;
import dev.beckon.server.core.peer.Origin;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.Profile;
import dev.beckon.server.core.peer.RoomId;
import dev.beckon.server.core.peer.SessionId;
import dev.beckon.server.core.peer.SessionKey;
import dev.beckon.server.core.port.PeerLink;
import dev.beckon.server.core.session.Attachment;
import dev.beckon.server.core.session.Receipt;
import dev.beckon.server.core.session.Sessions.Attach;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A client of the core, with everything that it was told. */
public final class TestPeer implements PeerLink, Receipt {

    /** What a test sends: its text says what it is. */
    public record Text(String text, boolean isOffer) implements Payload {

        @Override
        public int bytes() {
            return text.length();
        }
    }

    public static final Liveness LIVENESS = new Liveness(Heartbeats.NATIVE, Duration.ofMinutes(2));

    public final List<ServerEvent> events = new ArrayList<>();
    public final List<Long> acks = new ArrayList<>();
    public final List<String> receipts = new ArrayList<>();
    public final List<EndReason> closes = new ArrayList<>();
    public int capacity = Integer.MAX_VALUE;
    public Runnable onClose = () -> {};
    /** The tracked events that came, by their numbers in the mailbox. */
    public final List<Long> seqs = new ArrayList<>();

    /** How many tracked events "reach the socket"; the others stay in the queue of the stream. */
    public int writes = Integer.MAX_VALUE;

    public boolean isOver;
    public boolean isStopped;
    public final CompletionStage<Attach> outcome;
    private final TestNode node;
    private final Hello hello;
    private final Attachment attachment;
    private final Consumer<TestPeer> whenWelcome;
    private Runnable drained = () -> {};
    private int written;

    private TestPeer(TestNode node, Hello hello, @Nullable String token, Consumer<TestPeer> whenWelcome) {
        this.node = node;
        this.hello = hello;
        this.whenWelcome = whenWelcome;
        this.attachment = new Attachment(hello, new Origin("test", ""), LIVENESS, this, () -> isOver = true);
        this.outcome = node.sessions.attach(attachment, token);
    }

    /** A hello that comes back to this peer's session. */
    public Hello comeBack(long lastSeq) {
        return comeBack(lastSeq, 0);
    }

    /** The same, with its number among the hellos of the session. */
    public Hello comeBack(long lastSeq, long attempt) {
        Hello first = hello;
        return new Hello(
                first.peer(),
                first.profile(),
                first.key(),
                id(),
                lastSeq,
                attempt,
                null,
                ConflictPolicy.REJECT,
                first.noRollback(),
                first.client());
    }

    public SessionId id() {
        return welcome().registration().session();
    }

    public PeerId peer() {
        return welcome().registration().peer();
    }

    /** The stream is lost. */
    public void lose(EndReason reason) {
        attachment.lose(reason);
    }

    /** The server ends the session. */
    public CompletionStage<Void> end(EndReason reason) {
        return Objects.requireNonNull(node.registry.find(id())).end(reason, "");
    }

    /** The stream takes so much more. */
    public void drain(int newCapacity) {
        capacity = newCapacity;
        drained.run();
    }

    public static Hello hello(String id) {
        return hello(id, ConflictPolicy.REJECT, null, null);
    }

    public static Hello hello(String id, ConflictPolicy policy, @Nullable String key, @Nullable String replacedKey) {
        return new Hello(
                new PeerId(id),
                new Profile(id, Map.of()),
                key(key),
                null,
                0,
                0,
                key(replacedKey),
                policy,
                false,
                "test");
    }

    public static Hello noRollback(String id) {
        return new Hello(
                new PeerId(id), new Profile(id, Map.of()), null, null, 0, 0, null, ConflictPolicy.REJECT, true, "test");
    }

    public static TestPeer connect(TestNode node, Hello hello) {
        return new TestPeer(node, hello, null, peer -> {});
    }

    /** A client that acts at the very moment when it is given the welcome. */
    public static TestPeer connect(TestNode node, Hello hello, Consumer<TestPeer> whenWelcome) {
        return new TestPeer(node, hello, null, whenWelcome);
    }

    public static TestPeer connect(TestNode node, Hello hello, @Nullable String token) {
        return new TestPeer(node, hello, token, peer -> {});
    }

    public ServerEvent.Welcome welcome() {
        return (ServerEvent.Welcome) events.getFirst();
    }

    public void send(long seq, Command command) {
        attachment.receive(seq, 0, command, this);
    }

    /** Acknowledges everything up to {@code seq}. */
    public void acknowledge(long seq) {
        attachment.receive(0, seq, new Command.KeepAlive(), this);
    }

    public void signal(String to, String text) {
        send(0, new Command.SendSignal(new Signal(new PeerId(to), null, null, "", new Text(text, false))));
    }

    public void offer(String to) {
        send(0, new Command.SendSignal(new Signal(new PeerId(to), null, null, "", new Text("offer", true))));
    }

    public void join(String room) {
        send(0, new Command.JoinRoom(new RoomId(room)));
    }

    public void leave(String room) {
        send(0, new Command.LeaveRoom(new RoomId(room)));
    }

    public void bye() {
        send(0, new Command.Bye());
    }

    /** The texts of all signals that came, in order. */
    public List<String> texts() {
        return only(Delivered.class).stream()
                .map(delivered -> ((Text) delivered.envelope().signal().payload()).text())
                .toList();
    }

    /** The codes of all refusals that came, in order. */
    public List<Refusal.Code> refusals() {
        return only(ServerEvent.Notice.class).stream()
                .map(notice -> notice.refusal().code())
                .toList();
    }

    public <T> List<T> only(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public boolean send(ServerEvent event) {
        if (events.size() >= capacity) {
            return false;
        }
        events.add(event);
        if (event instanceof ServerEvent.Welcome) {
            whenWelcome.accept(this);
        }
        return true;
    }

    @Override
    public boolean sendTracked(long seq, ServerEvent event) {
        if (!send(event)) {
            return false;
        }
        seqs.add(seq);
        written = Math.min(writes, seqs.size());
        return true;
    }

    @Override
    public long trackedWritten() {
        return written == 0 ? 0 : seqs.get(written - 1);
    }

    @Override
    public long stopTracked() {
        isStopped = true;
        return trackedWritten();
    }

    @Override
    public void onDrained(Runnable whenDrained) {
        drained = whenDrained;
    }

    @Override
    public void ack(long seq) {
        acks.add(seq);
    }

    @Override
    public void close(EndReason reason, String words) {
        closes.add(reason);
        onClose.run();
    }

    @Override
    public void decided(long ack) {
        receipts.add("decided " + ack);
    }

    @Override
    public void gap(long expected) {
        receipts.add("gap " + expected);
    }

    @Override
    public void overrun() {
        receipts.add("overrun");
    }

    @Override
    public void takenOver() {
        receipts.add("taken over");
    }

    @Override
    public void ended() {
        receipts.add("ended");
    }

    private static @Nullable SessionKey key(@Nullable String secret) {
        return secret == null ? null : SessionKey.ofSecret(secret.getBytes(StandardCharsets.UTF_8));
    }
}
