package dev.beckon.server.limits;

import java.net.InetAddress;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Limits the request bodies being received at once: in total, and per address (/64 for IPv6). Slow clients cannot lock
 * others out: if there is no room, a new body displaces the one that is furthest behind, of the same address, or, if
 * the total is reached, of the addresses with the most bodies. Callable from any thread.
 */
public final class UploadLimits {

    private final int perAddress;
    private final int max;
    private final UploadPace pace;
    private final LimitListener listener;
    private final Object lock = new Object();
    // Guarded by lock.
    private final Map<AddressGroup, Set<Upload>> byAddress = new HashMap<>();
    private int arriving;

    /**
     * Creates limits with no uploads.
     *
     * @param perAddress per address; 0 for no limit
     * @param max in total; 0 for no limit
     * @param listener receives each displacement; called on the thread of the new upload, must not block
     */
    public UploadLimits(int perAddress, int max, UploadPace pace, LimitListener listener) {
        this.perAddress = perAddress;
        this.max = max;
        this.pace = pace;
        this.listener = listener;
    }

    /** A request body being received. */
    public final class Upload {

        private final AddressGroup address;
        private final UploadPace.Follower follower;
        private final Runnable onDisplaced;

        private Upload(AddressGroup address, Runnable onDisplaced, long nowNanos) {
            this.address = address;
            this.follower = pace.follow(nowNanos);
            this.onDisplaced = onDisplaced;
        }

        /** Adds received bytes. Called by one thread. */
        public void onBytes(int bytes, long nowNanos) {
            follower.onBytes(bytes, nowNanos);
        }

        /** Returns how long the upload may pause; 0 or less if it is too slow. */
        public long patienceLeftNanos(long nowNanos) {
            return follower.patienceLeftNanos(nowNanos);
        }

        /** Ends the upload, complete or not. Idempotent, also after a displacement. */
        public void end() {
            synchronized (lock) {
                remove(this);
            }
        }
    }

    /**
     * Starts an upload.
     *
     * @param onDisplaced called at most once, on any thread, when another body displaces this one; may be called late,
     * after {@link Upload#end}
     */
    public Upload begin(InetAddress client, Runnable onDisplaced, long nowNanos) {
        AddressGroup address = AddressGroup.of(client);
        Upload upload = new Upload(address, onDisplaced, nowNanos);
        Upload displaced = null;
        DoorLimit limit = DoorLimit.UPLOADS_PER_ADDRESS;
        synchronized (lock) {
            Set<Upload> own = byAddress.getOrDefault(address, Set.of());
            if (perAddress != 0 && own.size() >= perAddress) {
                displaced = furthestBehind(own, nowNanos);
            } else if (max != 0 && arriving >= max) {
                displaced = furthestBehind(ofLargest(), nowNanos);
                limit = DoorLimit.UPLOADS;
            }
            if (displaced != null) {
                remove(displaced);
            }
            byAddress.computeIfAbsent(address, unknown -> new LinkedHashSet<>()).add(upload);
            arriving++;
        }
        if (displaced != null) {
            listener.onLimit(limit);
            displaced.onDisplaced.run();
        }
        return upload;
    }

    /** Returns the number of bodies being received. */
    public int arriving() {
        synchronized (lock) {
            return arriving;
        }
    }

    /** Returns the bodies of the addresses that have the most. */
    private List<Upload> ofLargest() {
        int most = byAddress.values().stream().mapToInt(Set::size).max().orElse(0);
        return byAddress.values().stream()
                .filter(uploads -> uploads.size() == most)
                .flatMap(Set::stream)
                .toList();
    }

    private static @Nullable Upload furthestBehind(Collection<Upload> uploads, long nowNanos) {
        return uploads.stream()
                .max(Comparator.comparingLong(upload -> upload.follower.behindNanos(nowNanos)))
                .orElse(null);
    }

    private void remove(Upload upload) {
        Set<Upload> all = byAddress.get(upload.address);
        if (all != null && all.remove(upload)) {
            arriving--;
            if (all.isEmpty()) {
                byAddress.remove(upload.address);
            }
        }
    }
}
