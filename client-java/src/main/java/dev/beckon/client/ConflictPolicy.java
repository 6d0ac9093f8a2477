package dev.beckon.client;

/** What to do when another client holds the peer id. */
public enum ConflictPolicy {
    /** The default: stop with {@link SignalingException.Reason#PEER_ID_TAKEN}. */
    REJECT,
    /** Take its place, if the server allows it; the other client stops with REPLACED. */
    REPLACE
}
