package dev.beckon.simulation.server;

import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.PeerPresence;
import dev.beckon.server.core.peer.SessionId;
import dev.beckon.server.core.port.Presence;
import dev.beckon.server.core.session.Session;
import dev.beckon.simulation.time.Dice;
import dev.beckon.simulation.time.World;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/** The real presence, whose notifications reach observers late and in any order. */
final class LatePresence implements Presence {

    private final class Ear implements Presence.Observer {
        private final Presence.Observer observer;
        private final String name;

        Ear(Presence.Observer observer) {
            this.observer = observer;
            this.name = observer instanceof Session session ? session.id().value() : "";
        }

        @Override
        public void onPresence(PeerPresence presence) {
            heard.add(new Word(this, presence));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Ear ear && ear.name.equals(name);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    private record Word(Ear ear, PeerPresence presence) {}

    private final Presence real;
    private final Lines lines;
    private final World world;
    private final Dice dice;
    private final long delay;
    private final BooleanSupplier isDead;
    private final List<Word> heard = new ArrayList<>();

    LatePresence(Presence real, Lines lines, World world, long delay, BooleanSupplier isDead) {
        this.real = real;
        this.lines = lines;
        this.world = world;
        this.dice = world.dice("presence words");
        this.delay = delay;
        this.isDead = isDead;
    }

    @Override
    public CompletionStage<Integer> show(PeerId peer, SessionId session, PeerPresence.State state) {
        return lines.of(peer.value()).call(() -> {
            CompletionStage<Integer> told = real.show(peer, session, state);
            tell();
            return told;
        });
    }

    @Override
    public CompletionStage<Boolean> watch(PeerId peer, Presence.Observer observer) {
        return lines.of(peer.value()).call(() -> {
            CompletionStage<Boolean> done = real.watch(peer, new Ear(observer));
            tell();
            return done;
        });
    }

    @Override
    public CompletionStage<Void> unwatch(PeerId peer, Presence.Observer observer) {
        return lines.of(peer.value()).call(() -> real.unwatch(peer, new Ear(observer)));
    }

    /** In a random order, because the real one has none. */
    private void tell() {
        List<Word> words = new ArrayList<>(heard);
        heard.clear();
        words.sort(Comparator.comparing(word -> word.ear().name));
        for (Word word : words) {
            if (delay == 0) {
                word.ear().observer.onPresence(word.presence());
            } else {
                world.after(dice.around(delay), () -> {
                    if (!isDead.getAsBoolean()) {
                        word.ear().observer.onPresence(word.presence());
                    }
                });
            }
        }
    }
}
