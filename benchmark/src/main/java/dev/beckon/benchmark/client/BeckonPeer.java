package dev.beckon.benchmark.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.beckon.v1.Answer;
import dev.beckon.v1.Bye;
import dev.beckon.v1.Candidate;
import dev.beckon.v1.ClientFrame;
import dev.beckon.v1.Event;
import dev.beckon.v1.Hello;
import dev.beckon.v1.Offer;
import dev.beckon.v1.ServerFrame;
import dev.beckon.v1.Signal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A session over Connect. It decodes only the welcome and unexpected frames; of other frames, only the leading ack and
 * the seqs of the events. With a key it acknowledges like the client libraries: in frames that it sends anyway, after
 * at most {@value #ACK_EVERY} events.
 */
final class BeckonPeer implements Peer, Inbox {

    private static final byte[] BYE =
            ClientFrame.newBuilder().setBye(Bye.getDefaultInstance()).build().toByteArray();
    private static final int SESSION_KEY_BYTES = 16;

    /** The tag of field 1 as varint: `seq` of a ClientFrame, `ack` of a ServerFrame. */
    private static final byte FIRST_FIELD = 0x08;

    /** The tag of field 2 as varint: `ack` of a ClientFrame. */
    private static final byte SECOND_FIELD = 0x10;

    private static final int ACK_EVERY = 32;

    private final String id;
    private final boolean keyed;
    private final Inbox inbox;
    private final CompletableFuture<Peer> welcomed = new CompletableFuture<>();
    private @Nullable GrpcStream stream;
    private String sessionId = "";
    private volatile long sentSeq;
    private volatile long acked;
    private long handled;
    private long acknowledged;
    private volatile boolean closing;

    BeckonPeer(String id, BeckonAdapter.Manner manner, Inbox inbox) {
        this.id = id;
        this.keyed = manner == BeckonAdapter.Manner.KEYED;
        this.inbox = inbox;
    }

    CompletableFuture<Peer> start(GrpcStream newStream) {
        Hello.Builder hello = Hello.newBuilder().setPeerId(id);
        if (keyed) {
            byte[] key = new byte[SESSION_KEY_BYTES];
            ThreadLocalRandom.current().nextBytes(key);
            hello.setSessionKey(ByteString.copyFrom(key));
        }
        stream = newStream;
        newStream.start();
        newStream.send(ClientFrame.newBuilder().setHello(hello).build().toByteArray());
        return welcomed;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Outgoing prepare(Kind kind, Peer to, int textBytes) {
        Signal.Builder signal = Signal.newBuilder().setTo(to.id());
        // Like the client libraries: the first offer is for any session of the peer, the rest for its current session.
        if (keyed && kind != Kind.OFFER) {
            signal.setToSessionId(((BeckonPeer) to).sessionId);
        }
        String text = Text.of(kind, textBytes);
        switch (kind) {
            case OFFER -> signal.setOffer(Offer.newBuilder().setSdp(text).setOfferId(1));
            case ANSWER -> signal.setAnswer(Answer.newBuilder().setSdp(text).setOfferId(1));
            case CANDIDATE -> signal.setCandidate(candidate(text));
        }
        return Outgoing.of(ClientFrame.newBuilder().setSignal(signal).build().toByteArray());
    }

    /** Also carried by the bare forwarder, so that all systems deliver the same content. */
    static Candidate candidate(String line) {
        return Candidate.newBuilder()
                .setCandidate(line)
                .setSdpMid(Text.MID)
                .setSdpMLineIndex(0)
                .setUsernameFragment(Text.USERNAME_FRAGMENT)
                .build();
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // senders take turns; volatile is for the reader in unacked()
    public void send(Outgoing message, long nanos) {
        if (!keyed) {
            stream().send(message.stamped(0, nanos));
            return;
        }
        long seq = ++sentSeq;
        int seqBytes = 1 + Varint.size(seq);
        int ackBytes = handled == acknowledged ? 0 : 1 + Varint.size(handled);
        byte[] frame = message.stamped(seqBytes + ackBytes, nanos);
        frame[0] = FIRST_FIELD;
        Varint.write(frame, 1, seq);
        if (ackBytes > 0) {
            frame[seqBytes] = SECOND_FIELD;
            Varint.write(frame, seqBytes + 1, handled);
            acknowledged = handled;
        }
        stream().send(frame);
    }

    @Override
    public long unacked() {
        return sentSeq - acked;
    }

    @Override
    public Wire wire() {
        return stream().wire();
    }

    @Override
    public CompletableFuture<Void> close() {
        closing = true;
        if (keyed) {
            stream().expectEnd();
            stream().send(BYE);
        }
        return stream().close();
    }

    @Override
    public void onMessage(byte[] message) {
        if (message.length > 0 && message[0] == FIRST_FIELD) {
            acked = Varint.read(message, 1);
        }
        if (!welcomed.isDone()) {
            onFirst(message);
        } else if (Stamp.find(message, 0) >= 0) {
            inbox.onMessage(message);
            acknowledge(message);
        } else {
            onUnmarked(message);
        }
    }

    @Override
    public void onFault(Throwable fault) {
        if (!welcomed.completeExceptionally(fault)) {
            inbox.onFault(fault);
        }
    }

    private void onFirst(byte[] message) {
        ServerFrame frame = decode(message);
        if (frame.getEventsCount() == 0 || !frame.getEvents(0).hasWelcome()) {
            onFault(new IllegalStateException("not welcomed: " + frame));
            return;
        }
        sessionId = frame.getEvents(0).getWelcome().getSessionId();
        welcomed.complete(this);
    }

    private void acknowledge(byte[] message) {
        handled = Math.max(handled, EventSeqs.highest(message));
        if (handled - acknowledged >= ACK_EVERY) {
            acknowledged = handled;
            byte[] ack = new byte[1 + Varint.size(handled)];
            ack[0] = SECOND_FIELD;
            Varint.write(ack, 1, handled);
            stream().send(ack);
        }
    }

    /** A bare ack or a heartbeat is expected; a notice ends the measurement. */
    private void onUnmarked(byte[] message) {
        for (Event event : decode(message).getEventsList()) {
            // The signals that the other peer of the pair had not acknowledged when it sent bye.
            boolean isExpected = event.hasHeartbeat() || (closing && event.hasNotice());
            if (!isExpected) {
                onFault(new IllegalStateException("the server says: " + event));
            }
        }
    }

    private static ServerFrame decode(byte[] message) {
        try {
            return ServerFrame.parseFrom(message);
        } catch (InvalidProtocolBufferException malformed) {
            throw new IllegalStateException("not a ServerFrame", malformed);
        }
    }

    private GrpcStream stream() {
        if (stream == null) {
            throw new IllegalStateException("not started");
        }
        return stream;
    }
}
