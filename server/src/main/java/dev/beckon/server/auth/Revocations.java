package dev.beckon.server.auth;

import dev.beckon.server.core.peer.Access;
import dev.beckon.server.core.port.TokenRevocations;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Revoked access tokens: all tokens of a subject issued before a given time, or a single token by its id. Kept in
 * memory for the requested time, at most {@link #MAX} entries. Owned by: its lock.
 */
public final class Revocations implements TokenRevocations {

    /** Maximum number of entries. If all of them are still in force, a further one is refused; none is evicted. */
    public static final int MAX = 100_000;

    /** @param issuedBefore null for a single token, whenever issued */
    private record Entry(@Nullable Instant issuedBefore, Instant keptUntil) {}

    private final InstantSource clock;
    private final Object lock = new Object();
    private final Map<String, Entry> bySubject = new HashMap<>();
    private final Map<String, Entry> byTokenId = new HashMap<>();
    // Read without the lock: a server without revocations pays nothing.
    private volatile boolean isEmpty = true;

    public Revocations(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Revokes all tokens of a subject that were issued before a time, and those without a time of issue. Repeated calls
     * combine: the later time and the longer retention win. {@code iat} is in whole seconds: a token issued in the same
     * second as {@code issuedBefore} counts as issued before it.
     *
     * @return false if not stored because there are {@link #MAX} entries already
     */
    @Override
    public boolean revokeSubject(String subject, Instant issuedBefore, Duration keepFor) {
        return revoke(
                bySubject, subject, new Entry(issuedBefore, clock.instant().plus(keepFor)));
    }

    /**
     * Revokes the token with this id ({@code jti}).
     *
     * @return false if not stored because there are {@link #MAX} entries already
     */
    @Override
    public boolean revokeToken(String tokenId, Duration keepFor) {
        return revoke(byTokenId, tokenId, new Entry(null, clock.instant().plus(keepFor)));
    }

    /** Returns whether the token behind this access has been revoked, even after it was verified. */
    public boolean isRevoked(Access access) {
        if (isEmpty) {
            return false;
        }
        Instant now = clock.instant();
        synchronized (lock) {
            Entry ofToken = access.tokenId().isEmpty() ? null : byTokenId.get(access.tokenId());
            Entry ofSubject = bySubject.get(access.subject());
            return isKept(ofToken, now) || (ofSubject != null && isKept(ofSubject, now) && covers(ofSubject, access));
        }
    }

    private boolean revoke(Map<String, Entry> entries, String key, Entry entry) {
        synchronized (lock) {
            if (!entries.containsKey(key) && isFull()) {
                return false;
            }
            entries.merge(key, entry, Revocations::stricter);
            isEmpty = false;
            return true;
        }
    }

    private boolean isFull() {
        if (bySubject.size() + byTokenId.size() < MAX) {
            return false;
        }
        Instant now = clock.instant();
        bySubject.values().removeIf(entry -> !isKept(entry, now));
        byTokenId.values().removeIf(entry -> !isKept(entry, now));
        return bySubject.size() + byTokenId.size() >= MAX;
    }

    private static Entry stricter(Entry one, Entry other) {
        return new Entry(
                one.issuedBefore() == null || other.issuedBefore() == null
                        ? null
                        : later(one.issuedBefore(), other.issuedBefore()),
                later(one.keptUntil(), other.keptUntil()));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static boolean isKept(@Nullable Entry entry, Instant now) {
        return entry != null && now.isBefore(entry.keptUntil());
    }

    private static boolean covers(Entry entry, Access access) {
        Instant issuedAt = access.issuedAt();
        Instant issuedBefore = entry.issuedBefore();
        return issuedAt == null || issuedBefore == null || issuedAt.isBefore(issuedBefore);
    }
}
