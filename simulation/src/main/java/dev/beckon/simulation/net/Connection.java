package dev.beckon.simulation.net;

import dev.beckon.client.internal.session.Hello;
import dev.beckon.client.internal.session.Stream;
import dev.beckon.client.internal.session.StreamListener;
import dev.beckon.simulation.Parameters;
import dev.beckon.simulation.check.Books;
import dev.beckon.simulation.server.SimulatedNode;
import dev.beckon.simulation.time.Dice;
import dev.beckon.simulation.time.World;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A stream between a client and a node, with everything in between that may break. */
public final class Connection {

    /** Shared by all connections of a run. */
    public record Network(World world, Parameters parameters, Books books, Supplier<@Nullable SimulatedNode> node) {}

    private final Network network;
    private final String name;
    private final Dice dice;
    private final Pipe up;
    private final Pipe down;
    private final ClientEnd client;
    private @Nullable ServerEnd server;

    /**
     * Starts to connect.
     *
     * @param hello the client's hello, with the fields that the library does not know
     */
    public Connection(Network network, String name, Caller caller, Hello hello, StreamListener listener) {
        this.network = network;
        this.name = name;
        this.dice = network.world().dice(name);
        this.up = pipe("up");
        this.down = pipe("down");
        this.client =
                caller.usesOpen() ? new OpenClient(this, hello, listener) : new ConnectClient(this, hello, listener);
        var said = caller.hello(hello);
        network.world()
                .after(
                        dice.around(network.parameters().latency()),
                        () -> arrive(caller.usesOpen(), said, hello.accessToken()));
    }

    private void arrive(boolean usesOpen, dev.beckon.server.core.peer.Hello hello, @Nullable String token) {
        SimulatedNode node = network.node().get();
        if (node == null) {
            down.send(client::onUnreachable);
            return;
        }
        ServerEnd arrived = usesOpen ? new OpenServer(this, node) : new ConnectServer(this, node);
        server = arrived;
        up.send(() -> arrived.onHello(hello, token));
        client.onConnected();
    }

    private Pipe pipe(String direction) {
        return new Pipe(
                network.world(), dice.of(direction), network.parameters().latency());
    }

    /** Returns the client's end. */
    public Stream stream() {
        return client;
    }

    /** Sets whether the client reads. */
    public void setReading(boolean reading) {
        client.setReading(reading);
    }

    /** Breaks the connection. Each end notices after some time, unless its parameter is false. */
    public void cut(boolean clientNotices, boolean serverNotices) {
        network.world().note("cut", name, clientNotices, serverNotices);
        up.cut();
        down.cut();
        long latency = network.parameters().latency();
        ServerEnd end = server;
        if (serverNotices && end != null) {
            network.world().after(dice.around(latency), end::onGone);
        }
        if (clientNotices) {
            network.world().after(dice.around(latency), client::onUnreachable);
        }
    }

    @Nullable
    ServerEnd server() {
        return server;
    }

    ClientEnd client() {
        return client;
    }

    Pipe up() {
        return up;
    }

    Pipe down() {
        return down;
    }

    Network network() {
        return network;
    }

    String name() {
        return name;
    }

    Dice dice() {
        return dice;
    }
}
