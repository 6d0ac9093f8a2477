package dev.beckon.server.wire;

import dev.beckon.server.core.message.IceServer;
import java.util.List;

/** Encodes STUN and TURN servers. */
public final class IceEncoder {

    private IceEncoder() {}

    /** Encodes a list, in order. */
    public static List<dev.beckon.v1.IceServer> encode(List<IceServer> iceServers) {
        return iceServers.stream()
                .map(server -> dev.beckon.v1.IceServer.newBuilder()
                        .addAllUrls(server.urls())
                        .setUsername(server.username())
                        .setCredential(server.credential())
                        .build())
                .toList();
    }
}
