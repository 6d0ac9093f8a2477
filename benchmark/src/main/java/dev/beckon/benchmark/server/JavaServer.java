package dev.beckon.benchmark.server;

import dev.beckon.benchmark.client.Adapter;
import dev.beckon.benchmark.client.BeckonAdapter;
import dev.beckon.benchmark.client.BeckonAdapter.Manner;
import dev.beckon.benchmark.client.ForwarderAdapter;
import dev.beckon.benchmark.client.Network;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Beckon and the bare forwarder, with the same JVM and the same options. */
public enum JavaServer {
    /** Beckon with clients that behave like the client libraries. */
    BECKON(
            "beckon",
            "Beckon",
            "this server over `Connect`; its clients send a session key, numbered frames, `to_session_id` and `bye`, as the"
                    + " client libraries do"),
    /** Beckon with clients that behave like a person with grpcurl. */
    BECKON_PLAIN(
            "beckon-plain",
            "Beckon, clients without a key",
            "this server over `Connect`; its clients just give a peer id, as a person at grpcurl does, and get no acks"),
    /** The bare forwarder. */
    FORWARDER(
            "forwarder",
            "bare grpc-java forwarder",
            "one map and `onNext` on the same grpc-java: no sessions, no acks, no checks, no bounds. Not a product, but"
                    + " what the library itself costs");

    /**
     * Lifts rate limits: all peers of a benchmark have the same address, and some send as fast as they can. The checks
     * stay on.
     */
    private static final List<String> MANY_FROM_ONE_ADDRESS = List.of(
            "--connects-per-second=1000000",
            "--connects-burst=1000000",
            "--frames-per-second=1000000",
            "--frames-burst=1000000",
            "--max-connections-per-address=1000000",
            "--max-connections=1000000",
            "--admin-port=0",
            "--metrics-port=0");

    private final String key;
    private final String title;
    private final String description;

    JavaServer(String key, String title, String description) {
        this.key = key;
        this.title = title;
        this.description = description;
    }

    /**
     * Returns the system as built in this checkout.
     *
     * @param root of the checkout
     * @param options of the JVM
     */
    public SystemUnderTest in(Path root, List<String> options) {
        return new Built(this, root, List.copyOf(options), "");
    }

    /**
     * Returns the system at another commit, without options that it may not support.
     *
     * @param root of a checkout of that commit, built
     */
    public SystemUnderTest at(String commit, Path root, List<String> options) {
        return new Built(this, root, List.copyOf(options), commit);
    }

    /** @param commit "" for this one */
    private record Built(JavaServer server, Path root, List<String> options, String commit) implements SystemUnderTest {

        @Override
        public String key() {
            return commit.isEmpty() ? server.key : server.key + "-" + commit;
        }

        @Override
        public String title() {
            return commit.isEmpty() ? server.title : server.title + " at " + commit;
        }

        @Override
        public String description() {
            return server.description;
        }

        @Override
        public List<String> command(int port) {
            List<String> command = new ArrayList<>();
            command.add(jdkTool("java"));
            command.addAll(options);
            command.add("-cp");
            switch (server) {
                case BECKON, BECKON_PLAIN -> {
                    command.add(classPath("server"));
                    command.add("dev.beckon.server.main.Main");
                    command.addAll(List.of("--grpc-port", Integer.toString(port), "--web-port", "0"));
                    if (commit.isEmpty()) {
                        command.addAll(MANY_FROM_ONE_ADDRESS);
                    }
                }
                case FORWARDER -> {
                    command.add(classPath("benchmark"));
                    command.add("dev.beckon.benchmark.forwarder.ForwarderServer");
                    command.add(Integer.toString(port));
                }
            }
            return command;
        }

        @Override
        public Adapter adapter(Network network, InetSocketAddress address) {
            return switch (server) {
                case BECKON -> new BeckonAdapter(network, address, Manner.KEYED);
                case BECKON_PLAIN -> new BeckonAdapter(network, address, Manner.PLAIN);
                case FORWARDER -> new ForwarderAdapter(network, address);
            };
        }

        @Override
        public OptionalLong allocatedBytes(ServerProcess process) throws IOException, InterruptedException {
            return OptionalLong.of(Jcmd.allocatedBytes(process.pid()));
        }

        @Override
        public void collectGarbage(ServerProcess process) throws IOException, InterruptedException {
            Jcmd.collectGarbage(process.pid());
        }

        private String classPath(String module) {
            Path target = root.resolve(module).resolve("target");
            return target.resolve("classes") + ":" + target.resolve("lib") + "/*";
        }

        private static String jdkTool(String name) {
            return Path.of(System.getProperty("java.home"), "bin", name).toString();
        }
    }
}
