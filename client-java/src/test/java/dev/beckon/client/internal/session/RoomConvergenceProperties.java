package dev.beckon.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.client.room.LeaveReason;
import dev.beckon.client.room.Member;
import dev.beckon.client.room.Room;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A room that changes at random, a way to the client that loses and repeats deltas: the views converge all the same. */
class RoomConvergenceProperties {

    private static final String ROOM = "lobby";

    /** One event on its way to the client. */
    private interface Delivery {
        void to(FrameHandler session);
    }

    /** The server's room, with the truth of every version. */
    private static final class Model {
        final Random random;
        final Map<String, Member> members = new LinkedHashMap<>();
        final Map<Long, Room> truth = new HashMap<>();
        final Deque<Delivery> underWay = new ArrayDeque<>();
        long version = 1;
        int stamp;

        Model(Random random) {
            this.random = random;
            members.put("me", SessionLog.member("me"));
            remember();
        }

        void remember() {
            truth.put(version, new Room(ROOM, version, members.values()));
        }

        Delivery change() {
            String peer = "peer" + random.nextInt(6);
            Member before = members.get(peer);
            version++;
            long at = version;
            if (before == null) {
                Member member = stamped(peer);
                members.put(peer, member);
                remember();
                return session -> session.handlePeerJoined(ROOM, at, member);
            }
            if (random.nextBoolean()) {
                members.remove(peer);
                remember();
                return session -> session.handlePeerLeft(ROOM, at, peer, before.sessionId(), LeaveReason.GONE);
            }
            Member member = stamped(peer);
            members.put(peer, member);
            remember();
            return session -> session.handleMemberUpdated(ROOM, at, member);
        }

        Member stamped(String peer) {
            stamp++;
            return new Member(peer, "s-" + peer, Member.State.LIVE, "name " + stamp, Collections.emptyMap());
        }

        /** The answer to join_room, in one to three parts. */
        void snapshot() {
            List<Member> all = new ArrayList<>(members.values());
            long at = version;
            int cut = random.nextInt(all.size() + 1);
            List<Member> first = List.copyOf(all.subList(0, cut));
            List<Member> rest = List.copyOf(all.subList(cut, all.size()));
            underWay.add(session -> session.handleSnapshot(new Room(ROOM, at, first), true, 0));
            underWay.add(session -> session.handleSnapshot(new Room(ROOM, at, rest), false, 0));
        }
    }

    private SessionLog log = new SessionLog();

    private void deliver(Delivery delivery) {
        log.tell(delivery::to);
    }

    private void answerJoins(Model model) {
        for (SessionLog.Written write : List.copyOf(log.written)) {
            if (ROOM.equals(write.frame().joinedRoom())) {
                model.snapshot();
                model.underWay.add(handler -> log.listener().onAck(write.seq()));
            }
        }
        log.written.clear();
    }

    private void deliverAll(Model model) {
        while (!model.underWay.isEmpty()) {
            deliver(model.underWay.remove());
            checkView(model);
            answerJoins(model);
        }
    }

    /** Whatever view was told last is exactly what the room was at that version. */
    private void checkView(Model model) {
        Room view = log.rooms.get(ROOM);
        if (view != null) {
            assertThat(view).isEqualTo(model.truth.get(view.version()));
        }
    }

    @Property
    void everyViewIsTrueAndTheLastOneIsCurrent(@ForAll long seed) {
        Random random = new Random(seed);
        Model model = new Model(random);
        log = new SessionLog();
        log.welcome("s1");
        log.machine.submit(SessionLog.submission(Outgoing.join(ROOM)));
        for (int i = 0; i < 100; i++) {
            answerJoins(model);
            Delivery delta = model.change();
            int fault = random.nextInt(10);
            if (fault != 0) {
                model.underWay.add(delta);
            }
            if (fault == 1) {
                model.underWay.add(delta);
            }
            if (random.nextInt(3) != 0 && !model.underWay.isEmpty()) {
                deliver(model.underWay.remove());
                checkView(model);
            }
        }
        // A lost delta shows with the next one that arrives.
        answerJoins(model);
        model.underWay.add(model.change());
        deliverAll(model);

        assertThat(log.rooms.get(ROOM)).isEqualTo(model.truth.get(model.version));
    }
}
