package dev.beckon.client.ice;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * An RTCIceServer (W3C WebRTC, section 4.2.4). Its counterpart in libwebrtc is {@code PeerConnection.IceServer},
 * created by {@code IceServer.builder(urls).setUsername(username).setPassword(credential)}. Immutable.
 */
public final class IceServer {

    private final List<String> urls;
    private final String username;
    private final String credential;

    /** Created by the library. */
    public IceServer(List<String> urls, String username, String credential) {
        this.urls = Collections.unmodifiableList(new ArrayList<>(urls));
        this.username = Objects.requireNonNull(username, "username");
        this.credential = Objects.requireNonNull(credential, "credential");
    }

    /** Returns STUN and TURN URIs (RFC 7064, RFC 7065), for instance "turn:turn.example.org:3478?transport=udp". */
    public List<String> urls() {
        return urls;
    }

    /** Returns the TURN username. Empty for STUN. */
    public String username() {
        return username;
    }

    /** Returns the TURN credential, of type "password". Empty for STUN. */
    public String credential() {
        return credential;
    }

    /** Omits the credential. */
    @Override
    public String toString() {
        return "IceServer{" + urls + ", username=" + username + "}";
    }
}
