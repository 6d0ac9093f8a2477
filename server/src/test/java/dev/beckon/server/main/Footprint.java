package dev.beckon.server.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server process holds at one moment.
 *
 * @param metrics its gauges, by name with tags
 * @param instances live objects of our own classes, by class
 * @param bytes what the live objects of each class take
 */
record Footprint(Map<String, Double> metrics, Map<String, Long> instances, Map<String, Long> bytes) {

    /** Some 10 bytes for each of 100,000 sessions. Tables that had to grow keep their size: about 100 KiB were seen. */
    private static final long HEAP_TOLERANCE = 1024 * 1024;

    /** Pools keep what the busiest moment took, in chunks of up to 4 MiB for each of the few threads. */
    private static final long DIRECT_TOLERANCE = 16 * 1024 * 1024;

    /** The JVM starts and ends compiler threads as it needs them. */
    private static final long THREAD_TOLERANCE = 2;

    /** One connection of whoever asks for the metrics may or may not be there, and a JAR is opened when a class is new. */
    private static final long FILE_TOLERANCE = 3;

    /** A path that ran for the first time leaves its lambda; a leak leaves one object for each session of some kind. */
    private static final long INSTANCE_TOLERANCE = 5;

    private static final String OURS = "dev.beckon.";
    private static final int GROWERS = 8;

    /** Gaps that the collector leaves where moving the rest is not worth it: up to 5% of the heap, and no objects. */
    private static final String FILLER = "jdk.internal.vm.Filler";

    private static final Pattern METRIC = Pattern.compile("^([a-z_]+(?:\\{.*})?) (\\S+)$", Pattern.MULTILINE);
    private static final Pattern HISTOGRAM_ROW = Pattern.compile("^ *\\d+: +(\\d+) +(\\d+) +(\\S+)", Pattern.MULTILINE);
    private static final Pattern EXACT = Pattern.compile("beckon_(held|sessions|connections)\\{.*|beckon_mailbox_.*");

    /** Looks at a server. Its collector runs, because that counts live objects only. */
    static Footprint of(RunningServer server) throws IOException, InterruptedException {
        String histogram = histogram(server.pid());
        Map<String, Long> instances = new TreeMap<>();
        Map<String, Long> bytes = new TreeMap<>();
        Matcher row = HISTOGRAM_ROW.matcher(histogram);
        while (row.find()) {
            // Of a class that several loaders know, there are several rows.
            if (row.group(3).contains(FILLER)) {
                continue;
            }
            bytes.merge(row.group(3), Long.parseLong(row.group(2)), Long::sum);
            if (row.group(3).startsWith(OURS)) {
                instances.merge(row.group(3), Long.parseLong(row.group(1)), Long::sum);
            }
        }
        assertThat(instances).as("our classes in %s", histogram).isNotEmpty();
        return new Footprint(metrics(server), instances, bytes);
    }

    /** The metrics alone. */
    static Map<String, Double> metrics(RunningServer server) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + server.metricsPort() + "/metrics");
            String text = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
            Map<String, Double> metrics = new TreeMap<>();
            Matcher line = METRIC.matcher(text);
            while (line.find()) {
                metrics.put(line.group(1), Double.parseDouble(line.group(2)));
            }
            return metrics;
        }
    }

    /** Sessions, timers and the like, which must be as before to the last one. */
    static Map<String, Double> held(Map<String, Double> metrics) {
        Map<String, Double> held = new TreeMap<>(metrics);
        held.keySet().removeIf(name -> !EXACT.matcher(name).matches());
        return held;
    }

    /** In which ways this is more than it was before; empty if nothing leaked. */
    List<String> growthSince(Footprint before) {
        List<String> growth = new ArrayList<>();
        Map<String, Double> heldBefore = held(before.metrics);
        held(metrics).forEach((name, count) -> {
            if (count > heldBefore.getOrDefault(name, 0.0)) {
                growth.add(name + ": " + heldBefore.get(name) + " -> " + count);
            }
        });
        instances.forEach((type, count) -> {
            long old = before.instances.getOrDefault(type, 0L);
            if (count > old + INSTANCE_TOLERANCE) {
                growth.add("instances of " + type + ": " + old + " -> " + count);
            }
        });
        compare(growth, "heap", before.heapBytes(), heapBytes(), HEAP_TOLERANCE);
        compare(growth, "direct memory", before.directBytes(), directBytes(), DIRECT_TOLERANCE);
        compare(growth, "threads", before.threads(), threads(), THREAD_TOLERANCE);
        compare(growth, "open files", before.files(), files(), FILE_TOLERANCE);
        return growth;
    }

    /** For a person. */
    String table(Footprint before) {
        StringBuilder table = new StringBuilder(row("", "before", "after", "tolerance"));
        table.append(row("heap, live objects, KiB", kib(before.heapBytes()), kib(heapBytes()), kib(HEAP_TOLERANCE)));
        table.append(row("direct memory, KiB", kib(before.directBytes()), kib(directBytes()), kib(DIRECT_TOLERANCE)));
        table.append(row(
                "threads", Long.toString(before.threads()), Long.toString(threads()), Long.toString(THREAD_TOLERANCE)));
        table.append(row(
                "open files", Long.toString(before.files()), Long.toString(files()), Long.toString(FILE_TOLERANCE)));
        table.append(row(
                "objects of our classes",
                Long.toString(before.objects()),
                Long.toString(objects()),
                INSTANCE_TOLERANCE + " a class"));
        Map<String, Double> heldBefore = held(before.metrics);
        held(metrics)
                .forEach((name, count) ->
                        table.append(row(name, whole(heldBefore.getOrDefault(name, 0.0)), whole(count), "0")));
        table.append("what grew most, KiB\n");
        bytes.entrySet().stream()
                .map(entry ->
                        Map.entry(entry.getKey(), entry.getValue() - before.bytes.getOrDefault(entry.getKey(), 0L)))
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(GROWERS)
                .forEach(entry -> table.append(row(entry.getKey(), "", kib(entry.getValue()), "")));
        return table.toString();
    }

    private long heapBytes() {
        return bytes.values().stream().mapToLong(each -> each).sum();
    }

    private long objects() {
        return instances.values().stream().mapToLong(count -> count).sum();
    }

    private long directBytes() {
        return sum("beckon_netty_direct_memory_bytes") + sum("jvm_buffer_memory_used_bytes{id=\"direct\"");
    }

    private long threads() {
        return sum("jvm_threads_live_threads");
    }

    private long files() {
        return sum("process_files_open_files");
    }

    private long sum(String prefix) {
        List<Double> found = metrics.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .map(Map.Entry::getValue)
                .toList();
        assertThat(found).as(prefix).isNotEmpty();
        return found.stream().mapToLong(Double::longValue).sum();
    }

    private static void compare(List<String> growth, String what, long before, long after, long tolerance) {
        if (after > before + tolerance) {
            growth.add(what + ": " + before + " -> " + after);
        }
    }

    private static String row(String what, String before, String after, String tolerance) {
        return String.format(Locale.ROOT, "%-42s %12s %12s   %s%n", what, before, after, tolerance);
    }

    private static String kib(long bytes) {
        return Long.toString(bytes / 1024);
    }

    private static String whole(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }

    private static String histogram(long pid) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(jcmd.waitFor()).as(output).isZero();
        return output;
    }
}
