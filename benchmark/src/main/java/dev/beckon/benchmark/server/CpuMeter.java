package dev.beckon.benchmark.server;

import java.time.Duration;

/** Measures the processor time of each party between {@link #start} and {@link #stop}. */
public final class CpuMeter {

    /**
     * The processor time used.
     *
     * @param elapsed wall-clock time
     * @param serverSeconds of the measured server
     * @param generatorSeconds of this process
     * @param foreignSeconds of everything else on the machine, which shows how noisy the measurement was
     */
    public record Usage(Duration elapsed, double serverSeconds, double generatorSeconds, double foreignSeconds) {

        /** Returns the wall-clock time in seconds. */
        public double elapsedSeconds() {
            return elapsed.toNanos() / 1e9;
        }

        /** Returns how many cores other processes used on average. */
        public double foreignCores() {
            return foreignSeconds / elapsedSeconds();
        }
    }

    private final long serverPid;
    private final long startNanos = System.nanoTime();
    private final double startServer;
    private final double startGenerator;
    private final double startMachine;

    private CpuMeter(long serverPid) {
        this.serverPid = serverPid;
        this.startServer = Proc.cpuSeconds(serverPid);
        this.startGenerator = generatorSeconds();
        this.startMachine = Proc.machineCpuSeconds();
    }

    /** Starts measuring. */
    public static CpuMeter start(ServerProcess server) {
        return new CpuMeter(server.pid());
    }

    /** Returns the usage since the start. */
    public Usage stop() {
        double server = Proc.cpuSeconds(serverPid) - startServer;
        double generator = generatorSeconds() - startGenerator;
        double machine = Proc.machineCpuSeconds() - startMachine;
        Duration elapsed = Duration.ofNanos(System.nanoTime() - startNanos);
        return new Usage(elapsed, server, generator, Math.max(0, machine - server - generator));
    }

    private static double generatorSeconds() {
        return Proc.cpuSeconds(ProcessHandle.current().pid());
    }
}
