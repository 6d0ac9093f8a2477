package dev.beckon.benchmark.load;

import dev.beckon.benchmark.client.Adapter;
import dev.beckon.benchmark.client.Network;
import dev.beckon.benchmark.server.ServerProcess;
import dev.beckon.benchmark.server.SystemUnderTest;
import java.util.OptionalLong;

/**
 * A running server and what is needed to load it.
 *
 * @param network of the generator
 * @param system under test
 * @param server of that system
 * @param adapter for clients of that server
 */
public record Target(Network network, SystemUnderTest system, ServerProcess server, Adapter adapter) {

    /** Returns the target for this server of this system. */
    public static Target of(Network network, SystemUnderTest system, ServerProcess server) {
        return new Target(network, system, server, system.adapter(network, server.address()));
    }

    /** Returns the difference of a value that is known both times. */
    static OptionalLong growth(OptionalLong before, OptionalLong after) {
        return before.isPresent() && after.isPresent()
                ? OptionalLong.of(after.getAsLong() - before.getAsLong())
                : OptionalLong.empty();
    }
}
