package dev.beckon.server.core.message;

import java.util.List;

/**
 * A STUN or TURN server for clients.
 *
 * @param username empty for STUN
 * @param credential empty for STUN; a secret
 */
public record IceServer(List<String> urls, String username, String credential) {

    public IceServer {
        urls = List.copyOf(urls);
    }

    @Override
    public String toString() {
        return "IceServer" + urls;
    }
}
