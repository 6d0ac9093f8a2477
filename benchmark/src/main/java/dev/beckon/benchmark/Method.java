package dev.beckon.benchmark;

import dev.beckon.benchmark.load.Loads;

/** The description of the method, which is part of every report. */
final class Method {

    private Method() {}

    static String describe(Plan plan, int generatorLoops) {
        return """
            Each system runs as a server process of its own on loopback, without TLS, one at a time. A round measures every \
            system once, in a fresh process, in turn; the order rotates from round to round; there were %d rounds. Beckon \
            and the forwarder run on the same JVM with the same options and the same grpc-java. PeerJS is started by its \
            own command.

            One Java process generates the load for all systems with thin clients: one connection per peer, all on the \
            same Netty with %d event loop(s), messages encoded ahead, nothing decoded that is not needed. grpc-java's own \
            channel speaks for Beckon and the forwarder, Netty's WebSocket client for PeerJS. Every system carries the same \
            content (SDP; candidate line, mid, m-line index and username fragment) in the messages of its own protocol. \
            Generator and server share the machine: compare **server CPU per unit of work** first. Throughput is what \
            both of them together reach.

            %s

            Server CPU is user and system time of the process from `/proc/PID/stat`. *Foreign cores* is what everything \
            else on the machine used meanwhile, the kernel's work for nobody in particular included: the noise. Memory is \
            `VmRSS` after a forced collection. Bytes are counted at the clients' sockets above TCP, in both directions; \
            messages are gRPC messages or WebSocket texts, in both directions, acks included.
            """
                .formatted(plan.rounds(), generatorLoops, Loads.describe(plan.relayWarmUp(), plan.measured()));
    }
}
