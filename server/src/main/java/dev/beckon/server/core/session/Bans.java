package dev.beckon.server.core.session;

import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.port.Scheduler;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The peer ids that are kept out for a while, in memory. Callable from any thread. */
public final class Bans {

    private final Scheduler scheduler;
    private final ConcurrentMap<PeerId, Long> until = new ConcurrentHashMap<>();

    public Bans(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Keeps a peer id out from now on. A later ban of the same id counts instead. */
    public void add(PeerId peer, Duration howLong) {
        long end = scheduler.nanoTime() + howLong.toNanos();
        until.put(peer, end);
        scheduler.schedule(howLong, () -> until.remove(peer, end));
    }

    /** How long it is still kept out; zero if it is not. */
    public Duration remaining(PeerId peer) {
        Long end = until.get(peer);
        return end == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, end - scheduler.nanoTime()));
    }
}
