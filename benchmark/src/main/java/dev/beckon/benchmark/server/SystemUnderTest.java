package dev.beckon.benchmark.server;

import dev.beckon.benchmark.client.Adapter;
import dev.beckon.benchmark.client.Network;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.OptionalLong;

/** A measured system: how its server is started, and its client protocol. */
public interface SystemUnderTest {

    /** Returns a short, stable key for file names and JSON, for instance "peerjs". */
    String key();

    /** Returns a title for people, for instance "PeerJS server 1.0.2". */
    String title();

    /** Returns a description of the system and its use here, in one sentence. */
    String description();

    /** Returns the command that starts its server on this loopback port. */
    List<String> command(int port);

    /** Returns an adapter for its clients. */
    Adapter adapter(Network network, InetSocketAddress server);

    /** Returns the bytes that a server of this system has allocated so far; empty if unknown. */
    OptionalLong allocatedBytes(ServerProcess server) throws IOException, InterruptedException;

    /** Makes a server of this system free unneeded memory. */
    void collectGarbage(ServerProcess server) throws IOException, InterruptedException;
}
