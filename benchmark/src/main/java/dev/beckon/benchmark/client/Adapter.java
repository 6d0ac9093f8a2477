package dev.beckon.benchmark.client;

import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;

/** The client protocol of one system. */
public interface Adapter {

    /**
     * Connects and registers a peer. Completes on the loop when others can reach it, or exceptionally if that fails.
     *
     * @param id 1-64 letters and digits
     */
    CompletableFuture<Peer> connect(EventLoop loop, String id, Inbox inbox);
}
