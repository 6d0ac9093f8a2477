package dev.beckon.client.internal.session;

import dev.beckon.client.signal.Address;
import dev.beckon.client.signal.Answer;
import dev.beckon.client.signal.Offer;
import dev.beckon.client.signal.Signal;
import dev.beckon.client.signal.SignalBody;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The newest numbered offer on each connection to each peer. An answer to an older one is late: passed to the
 * connection, it would answer the wrong offer.
 */
final class OpenOffers {

    /** Number of connections remembered; beyond it, the one with the oldest offer is forgotten. */
    private static final int CAPACITY = 1024;

    private final Map<String, Integer> newest = new LinkedHashMap<String, Integer>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > CAPACITY;
        }
    };

    void onSent(Address to, SignalBody body) {
        if (body instanceof Offer && ((Offer) body).offerId() != 0) {
            String key = key(to.peerId(), to.connectionId());
            newest.remove(key);
            newest.put(key, ((Offer) body).offerId());
        }
    }

    /** Returns whether it answers an offer that was followed by another. */
    boolean isLate(Signal signal) {
        if (!(signal.body() instanceof Answer)) {
            return false;
        }
        int answered = ((Answer) signal.body()).offerId();
        Integer offered = newest.get(key(signal.from(), signal.connectionId()));
        return answered != 0 && offered != null && answered != offered;
    }

    /** Neither id may contain a space. */
    private static String key(String peerId, String connectionId) {
        return peerId + ' ' + connectionId;
    }
}
