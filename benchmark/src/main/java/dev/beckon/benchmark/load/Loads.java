package dev.beckon.benchmark.load;

import java.time.Duration;

/** Describes the loads with their numbers. */
public final class Loads {

    private Loads() {}

    /** Returns a Markdown list. */
    public static String describe(Duration relayWarmUp, Duration measured) {
        return """
            - **Relay**: %d pairs, candidates of %d bytes, %d under way in each pair; %.1f s of warm-up, then %.1f s measured. \
            In the end everything sent must have arrived, name its sender, and be acked.
            - **Latency**: %,d such candidates a second over %d pairs, open loop, from sending to the receiver's event loop. \
            *Generator late* is how far its own clock missed the moment of sending.
            - **Whole calls**, %d at a time: two peers connect and register; an offer of %,d bytes; an answer of %,d bytes; %d \
            candidates of %d bytes each way; both disconnect, and their sockets are closed.
            - **Start**: from the start of the process until the first peer is registered.
            - **Idle peers**: growth of a fresh server's memory by registered peers that say nothing."""
                .formatted(
                        RelayLoad.PAIRS,
                        Pair.TEXT_BYTES,
                        RelayLoad.WINDOW,
                        relayWarmUp.toMillis() / 1e3,
                        measured.toMillis() / 1e3,
                        LatencyLoad.PER_SECOND,
                        LatencyLoad.PAIRS,
                        CallLoad.CONCURRENT,
                        Call.OFFER_BYTES,
                        Call.ANSWER_BYTES,
                        Call.CANDIDATES,
                        Call.CANDIDATE_BYTES);
    }
}
