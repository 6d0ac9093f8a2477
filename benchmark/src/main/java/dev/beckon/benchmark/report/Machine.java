package dev.beckon.benchmark.report;

/**
 * On what, of what and when it was measured.
 *
 * @param processor its name
 * @param cores that the JVM may use
 * @param memoryGib of the machine
 * @param system kernel and architecture
 * @param jdk of the generator and the Java servers
 * @param node of the PeerJS server
 * @param grpc version of grpc-java, in generator and Java servers
 * @param jvmOptions of both Java servers
 * @param commit of this repository, with "+" if the checkout was changed
 * @param command that measured
 * @param date of the beginning, in UTC
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
