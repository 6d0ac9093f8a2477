package dev.beckon.benchmark.report;

/**
 * The environment and the time of a run.
 *
 * @param processor its name
 * @param cores available to the JVM
 * @param memoryGib of the machine
 * @param system kernel and architecture
 * @param jdk of the generator and the Java servers
 * @param node of the PeerJS server
 * @param grpc version of grpc-java, in generator and Java servers
 * @param jvmOptions of both Java servers
 * @param commit of this repository, with "+" if the checkout was changed
 * @param command of this run
 * @param date of the start, in UTC
 */
public record Machine(
        String processor,
        int cores,
        double memoryGib,
        String system,
        String jdk,
        String node,
        String grpc,
        String jvmOptions,
        String commit,
        String command,
        String date) {}
