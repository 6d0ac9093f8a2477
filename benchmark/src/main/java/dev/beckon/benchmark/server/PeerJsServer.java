package dev.beckon.benchmark.server;

import dev.beckon.benchmark.client.Adapter;
import dev.beckon.benchmark.client.Network;
import dev.beckon.benchmark.client.PeerJsAdapter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * The PeerJS server from npm, as its own command starts it, with two differences: more peers are allowed than the
 * default of 5,000, and a small preloaded script lets this process request a garbage collection.
 *
 * @param folder of the installation
 * @param version of the server
 */
public record PeerJsServer(Path folder, String version) implements SystemUnderTest {

    private static final int GC_TIMEOUT_MS = 10_000;

    @Override
    public String key() {
        return "peerjs";
    }

    @Override
    public String title() {
        return "PeerJS server " + version;
    }

    @Override
    public String description() {
        return "the npm package `peer` on Node.js over WebSocket, messages as PeerJS's own client writes them";
    }

    @Override
    public List<String> command(int port) {
        return List.of(
                "node",
                "--expose-gc",
                "--require",
                folder.resolve("control.cjs").toAbsolutePath().toString(),
                folder.resolve("node_modules/peer/dist/bin/peerjs.js").toString(),
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--concurrent_limit",
                "30000");
    }

    @Override
    public Adapter adapter(Network network, InetSocketAddress server) {
        return new PeerJsAdapter(network, server);
    }

    @Override
    public OptionalLong allocatedBytes(ServerProcess server) {
        return OptionalLong.empty();
    }

    @Override
    public void collectGarbage(ServerProcess server) throws IOException, InterruptedException {
        long before = collections(server);
        server.tell("gc");
        for (int waited = 0; collections(server) == before; waited += 10) {
            if (waited > GC_TIMEOUT_MS) {
                throw new IllegalStateException("node did not collect in " + GC_TIMEOUT_MS + " ms");
            }
            Thread.sleep(10);
        }
    }

    private static long collections(ServerProcess server) throws IOException {
        return server.printed().lines().filter("collected"::equals).count();
    }
}
