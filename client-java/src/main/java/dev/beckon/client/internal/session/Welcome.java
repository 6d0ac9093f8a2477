package dev.beckon.client.internal.session;

import dev.beckon.client.ice.IceServers;

/** The server's welcome, as far as the session needs it. Immutable. */
public final class Welcome {

    final String sessionId;
    final String peerId;
    final int maxFrameBytes;
    final IceServers iceServers;

    /**
     * A welcome.
     *
     * @param sessionId the id of the session
     * @param peerId the registered peer id
     * @param maxFrameBytes the largest frame that the server takes; 0 if it did not say
     * @param iceServers STUN and TURN servers
     */
    public Welcome(String sessionId, String peerId, int maxFrameBytes, IceServers iceServers) {
        this.sessionId = sessionId;
        this.peerId = peerId;
        this.maxFrameBytes = maxFrameBytes;
        this.iceServers = iceServers;
    }
}
