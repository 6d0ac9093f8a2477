package dev.beckon.benchmark.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads /proc, so it works only on Linux. CPU times are in seconds and have a resolution of 10 ms. */
public final class Proc {

    private static final Path ROOT = Path.of("/proc");

    /** The unit in which the kernel reports CPU times, the same on every Linux. */
    private static final double TICKS_PER_SECOND = 100;

    /** Fields of /proc/PID/stat after the command name, which may contain spaces. */
    private static final int UTIME = 11;

    private static final int STIME = 12;

    /** Fields of the first line of /proc/stat: user nice system idle iowait irq softirq steal, then guests, in user already. */
    private static final int IDLE = 4;

    private static final int IOWAIT = 5;
    private static final int STEAL = 8;

    private Proc() {}

    /** Returns the user and system time of a process with all its threads. */
    public static double cpuSeconds(long pid) {
        String stat = read(ROOT.resolve(pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) / TICKS_PER_SECOND;
    }

    /** Returns the time in which the machine's cores were busy or taken by its hypervisor. */
    public static double machineCpuSeconds() {
        String[] fields =
                read(ROOT.resolve("stat")).lines().findFirst().orElseThrow().split(" +", -1);
        long busy = 0;
        for (int field = 1; field <= STEAL; field++) {
            if (field != IDLE && field != IOWAIT) {
                busy += Long.parseLong(fields[field]);
            }
        }
        return busy / TICKS_PER_SECOND;
    }

    /** Returns the resident memory of a process. */
    public static long residentKib(long pid) {
        return kib(ROOT.resolve(pid + "/status"), "VmRSS:");
    }

    /** Returns the memory of the machine. */
    public static long totalKib() {
        return kib(ROOT.resolve("meminfo"), "MemTotal:");
    }

    /** Returns the processor's name, or "unknown" if the kernel does not report it. */
    public static String processor() {
        return read(ROOT.resolve("cpuinfo"))
                .lines()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }

    private static long kib(Path file, String key) {
        List<String> lines =
                read(file).lines().filter(line -> line.startsWith(key)).toList();
        if (lines.isEmpty()) {
            throw new IllegalStateException(file + " has no line " + key);
        }
        return Long.parseLong(lines.getFirst().replaceAll("\\D", ""));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
