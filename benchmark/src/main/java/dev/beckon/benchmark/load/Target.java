package dev.beckon.benchmark.load;

import dev.beckon.benchmark.client.Adapter;
import dev.beckon.benchmark.client.Network;
import dev.beckon.benchmark.server.ServerProcess;
import dev.beckon.benchmark.server.SystemUnderTest;

/**
 * A running server and the means to load it.
 *
 * @param network of the generator
 * @param system that is measured
 * @param server of that system
 * @param adapter for clients of that server
 */
public record Target(Network network, SystemUnderTest system, ServerProcess server, Adapter adapter) {

    /** The target that this server of this system is. */
    public static Target of(Network network, SystemUnderTest system, ServerProcess server) {
        return new Target(network, system, server, system.adapter(network, server.address()));
    }
}
