package dev.beckon.client;

/** What to do if another client holds the peer id. */
public enum ConflictPolicy {
    /** Default: stop with {@link SignalingException.Reason#PEER_ID_TAKEN}. */
    REJECT,
    /** Take over the peer id, if the server allows it. The other client stops with REPLACED. */
    REPLACE
}
