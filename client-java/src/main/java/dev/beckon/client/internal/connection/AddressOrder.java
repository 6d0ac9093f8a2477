package dev.beckon.client.internal.connection;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The order in which the addresses of a server are tried: as resolved, alternating between IPv6 and IPv4, with
 * addresses that failed recently last. Shared by all connections of a client. Thread-safe.
 */
final class AddressOrder {

    private final Object lock = new Object();
    private final Set<InetAddress> failed = new LinkedHashSet<>();

    /** Nothing was received through this address. */
    void onFailed(InetAddress address) {
        synchronized (lock) {
            failed.add(address);
        }
    }

    /** A server answered through this address: those that failed before may be tried again in their turn. */
    void onHeard() {
        synchronized (lock) {
            failed.clear();
        }
    }

    List<InetAddress> sort(List<InetAddress> resolved) {
        List<InetAddress> inTurn = inTurn(resolved);
        synchronized (lock) {
            List<InetAddress> sorted = new ArrayList<>(inTurn);
            sorted.removeAll(failed);
            if (sorted.isEmpty()) {
                // All have failed: start over.
                failed.clear();
                return inTurn;
            }
            inTurn.removeAll(sorted);
            sorted.addAll(inTurn);
            return sorted;
        }
    }

    /** Alternates between the families, starting with that of the first address (RFC 8305, section 4). */
    private static List<InetAddress> inTurn(List<InetAddress> resolved) {
        List<InetAddress> first = new ArrayList<>();
        List<InetAddress> second = new ArrayList<>();
        for (InetAddress address : new LinkedHashSet<>(resolved)) {
            boolean isFirst = address.getClass() == resolved.get(0).getClass();
            (isFirst ? first : second).add(address);
        }
        List<InetAddress> mixed = new ArrayList<>();
        for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
            if (i < first.size()) {
                mixed.add(first.get(i));
            }
            if (i < second.size()) {
                mixed.add(second.get(i));
            }
        }
        return mixed;
    }
}
