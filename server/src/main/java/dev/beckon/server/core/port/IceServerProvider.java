package dev.beckon.server.core.port;

import dev.beckon.server.core.message.IceServer;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Port: supplies the STUN and TURN servers for clients. Called on any thread; must not block. */
public interface IceServerProvider {

    CompletionStage<List<IceServer>> iceServers();
}
