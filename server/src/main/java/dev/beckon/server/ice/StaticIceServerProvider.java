package dev.beckon.server.ice;

import dev.beckon.server.core.message.IceServer;
import dev.beckon.server.core.port.IceServerProvider;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Returns the same list to every client. */
public final class StaticIceServerProvider implements IceServerProvider {

    private final CompletionStage<List<IceServer>> iceServers;

    public StaticIceServerProvider(List<IceServer> iceServers) {
        this.iceServers = CompletableFuture.completedFuture(List.copyOf(iceServers));
    }

    @Override
    public CompletionStage<List<IceServer>> iceServers() {
        return iceServers;
    }
}
