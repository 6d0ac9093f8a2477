package dev.beckon.server.core.session;

import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.port.Scheduler;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The peer ids that are kept out for a while, in memory. Callable from any thread. */
public final class Bans {

    /** How many are kept. A further one is refused rather than an older one forgotten. */
    public static final int MAX = 100_000;

    private record Ban(long until, Scheduler.Timer timer) {}

    private final Scheduler scheduler;
    private final ConcurrentMap<PeerId, Ban> bans = new ConcurrentHashMap<>();

    public Bans(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /**
     * Keeps a peer id out from now on. A later ban of the same id counts instead.
     *
     * @return false when it is not kept, because there are {@link #MAX} already
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

    /** How long it is still kept out; zero if it is not. */
    public Duration remaining(PeerId peer) {
        Ban ban = bans.get(peer);
        return ban == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, ban.until() - scheduler.nanoTime()));
    }

    private void forget(PeerId peer, long until) {
        bans.computeIfPresent(peer, (id, held) -> held.until() == until ? null : held);
    }
}
