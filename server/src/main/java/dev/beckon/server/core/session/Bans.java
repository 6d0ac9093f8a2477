package dev.beckon.server.core.session;

import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.port.Scheduler;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Banned peer ids, in memory. Callable from any thread. */
public final class Bans {

    /** Maximum number of bans. A further one is refused; none is evicted. */
    public static final int MAX = 100_000;

    private record Ban(long until, Scheduler.Timer timer) {}

    private final Scheduler scheduler;
    private final ConcurrentMap<PeerId, Ban> bans = new ConcurrentHashMap<>();

    public Bans(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /**
     * Bans a peer id from now on. Replaces an earlier ban of the same id.
     *
     * @return false if not stored because there are {@link #MAX} bans already
     */
    public boolean add(PeerId peer, Duration howLong) {
        if (bans.size() >= MAX && !bans.containsKey(peer)) {
            return false;
        }
        long until = scheduler.nanoTime() + howLong.toNanos();
        Ban older = bans.put(peer, new Ban(until, scheduler.schedule(howLong, () -> forget(peer, until))));
        if (older != null) {
            older.timer().cancel();
        }
        return true;
    }

    /** Returns the remaining time of the ban; zero if there is none. */
    public Duration remaining(PeerId peer) {
        Ban ban = bans.get(peer);
        return ban == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, ban.until() - scheduler.nanoTime()));
    }

    private void forget(PeerId peer, long until) {
        bans.computeIfPresent(peer, (id, held) -> held.until() == until ? null : held);
    }
}
