package dev.beckon.benchmark.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Queries a JVM with the JDK's jcmd. */
final class Jcmd {

    /** Part of the header of each thread in the extended thread dump, for instance {@code allocated=1234K}. */
    private static final Pattern ALLOCATED = Pattern.compile(" allocated=(\\d+)([BKMG]) ");

    private Jcmd() {}

    static void collectGarbage(long pid) throws IOException, InterruptedException {
        ask(pid, "GC.run");
    }

    /** Returns the bytes allocated by the running threads, to about one percent. */
    static long allocatedBytes(long pid) throws IOException, InterruptedException {
        Matcher threads = ALLOCATED.matcher(ask(pid, "Thread.print", "-e"));
        long bytes = 0;
        while (threads.find()) {
            bytes += Long.parseLong(threads.group(1))
                    << unitBits(threads.group(2).charAt(0));
        }
        return bytes;
    }

    private static int unitBits(char unit) {
        return switch (unit) {
            case 'B' -> 0;
            case 'K' -> 10;
            case 'M' -> 20;
            default -> 30;
        };
    }

    private static String ask(long pid, String... question) throws IOException, InterruptedException {
        String[] command = new String[question.length + 2];
        command[0] = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        command[1] = Long.toString(pid);
        System.arraycopy(question, 0, command, 2, question.length);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (InputStream output = process.getInputStream()) {
            String answer = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new IllegalStateException("jcmd " + question[0] + " ended with code " + code + ": " + answer);
            }
            return answer;
        }
    }
}
