package dev.beckon.simulation.server;

import dev.beckon.server.core.message.Envelope;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent.LeaveReason;
import dev.beckon.server.core.message.ServerEvent.Notice;
import dev.beckon.server.core.peer.Member;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.Registration;
import dev.beckon.server.core.peer.RoomId;
import dev.beckon.server.core.peer.SessionId;
import dev.beckon.server.core.port.Mailbox;
import dev.beckon.server.core.port.Page;
import dev.beckon.server.core.port.PeerDirectory;
import dev.beckon.server.core.port.Rooms;
import dev.beckon.simulation.check.Ledger;
import dev.beckon.simulation.check.RoomBook;
import dev.beckon.simulation.check.SessionBook;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** The real stores, with delayed answers and with records of their calls for the checks. */
final class LateStores {

    private static final int OVERHEAD_BYTES = 200;

    private LateStores() {}

    /** Calls for one peer id take effect in order. */
    record Directory(PeerDirectory real, Lines lines) implements PeerDirectory {

        @Override
        public CompletionStage<Claim> claim(Registration registration, Predicate<Registration> mayReplace) {
            return lines.of(registration.peer().value()).call(() -> real.claim(registration, mayReplace));
        }

        @Override
        public CompletionStage<Optional<Registration>> locate(PeerId peer) {
            return lines.of(peer.value()).call(() -> real.locate(peer));
        }

        @Override
        public CompletionStage<Void> release(PeerId peer, SessionId session) {
            return lines.of(peer.value()).call(() -> real.release(peer, session));
        }
    }

    /** Calls for one receiver take effect in order. */
    record Mailboxes(Mailbox real, Lines lines, SessionBook sessions, Ledger ledger) implements Mailbox {

        @Override
        public CompletionStage<Optional<Refusal>> append(SessionId receiver, Envelope envelope) {
            return lines.of(receiver.value()).call(() -> {
                sessions.onAct(envelope.from(), envelope.fromSession(), "signal");
                return real.append(receiver, envelope).thenApply(refusal -> {
                    if (refusal.isEmpty()
                            && envelope.signal().payload() instanceof NumberedPayload(long id, int bytes)) {
                        ledger.onMailbox(id, receiver);
                        sessions.onWaiting(receiver, bytes + OVERHEAD_BYTES);
                    }
                    return refusal;
                });
            });
        }

        @Override
        public void report(SessionId sender, Notice outcome) {
            real.report(sender, outcome);
        }
    }

    /** Calls for one room take effect in order. */
    record LateRooms(Rooms real, Lines lines, SessionBook sessions, RoomBook book) implements Rooms {

        @Override
        public CompletionStage<Optional<Refusal>> join(
                RoomId room, Member member, long clientSeq, Rooms.Observer observer) {
            return lines.of(room.value()).call(() -> {
                sessions.onAct(member.peer(), member.session(), "join");
                return real.join(room, member, clientSeq, event -> {
                    book.onEvent(event);
                    observer.onRoomEvent(event);
                });
            });
        }

        @Override
        public CompletionStage<Void> leave(RoomId room, Member member, LeaveReason reason) {
            return lines.of(room.value()).callLater(() -> real.leave(room, member, reason));
        }

        @Override
        public CompletionStage<Void> update(RoomId room, Member member) {
            return lines.of(room.value()).call(() -> real.update(room, member));
        }

        @Override
        public CompletionStage<Void> refresh(RoomId room, Member member) {
            return lines.of(room.value()).callLater(() -> real.refresh(room, member));
        }

        @Override
        public CompletionStage<Page<View>> list(Page.Query query) {
            return real.list(query);
        }

        @Override
        public CompletionStage<Optional<View>> inspect(RoomId room) {
            return real.inspect(room);
        }

        @Override
        public CompletionStage<Integer> close(RoomId room) {
            return lines.of(room.value()).callLater(() -> real.close(room));
        }
    }
}
