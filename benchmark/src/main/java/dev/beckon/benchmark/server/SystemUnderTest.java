package dev.beckon.benchmark.server;

import dev.beckon.benchmark.client.Adapter;
import dev.beckon.benchmark.client.Network;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.OptionalLong;

/** One of the measured systems: how its server starts, and how its clients speak. */
public interface SystemUnderTest {

    /** Short and stable, for file names and JSON, for instance "peerjs". */
    String key();

    /** For people, for instance "PeerJS server 1.0.2". */
    String title();

    /** What it is and how it is used here, in one sentence. */
    String description();

    /** The command that starts its server on this loopback port. */
    List<String> command(int port);

    /** Its clients. */
    Adapter adapter(Network network, InetSocketAddress server);

    /** Bytes that a server of this system has allocated so far; empty if nobody can tell. */
    OptionalLong allocatedBytes(ServerProcess server) throws IOException, InterruptedException;

    /** Makes a server of this system free the memory that it does not need. */
    void collectGarbage(ServerProcess server) throws IOException, InterruptedException;
}
