package dev.beckon.benchmark.report;

import java.util.Locale;

/** A measured quantity with its unit and the direction that is better. */
public enum Metric {
    /** Signals delivered per second at full load. */
    RELAY_SIGNALS("relay, k signals/s", Better.HIGHER, 0),
    /** Processor time of the server at full load. */
    RELAY_SERVER_CPU("server CPU s per 100k signals", Better.LOWER, 3),
    /** Bytes allocated by the server at full load. */
    RELAY_ALLOCATED("server bytes allocated per signal", Better.LOWER, 0),
    /** Processor time of the generator at full load. */
    RELAY_GENERATOR_CPU("generator CPU s per 100k signals", Better.LOWER, 3),
    /** Messages of the protocol at full load: at least one up and one down, unless several are combined. */
    RELAY_MESSAGES("messages per signal", Better.LOWER, 2),
    /** Bytes on the wire at full load. */
    RELAY_BYTES("bytes per signal", Better.LOWER, 0),
    /** Noise while relaying. */
    RELAY_FOREIGN("foreign cores", Better.LOWER, 2),

    /** Median latency. */
    LATENCY_P50("p50 µs", Better.LOWER, 0),
    /** Latency exceeded by 1%. */
    LATENCY_P99("p99 µs", Better.LOWER, 0),
    /** Highest latency. */
    LATENCY_MAX("max µs", Better.LOWER, 0),
    /** Processor time of the server at a low rate. */
    LATENCY_SERVER_CPU("server CPU s per 100k signals", Better.LOWER, 3),
    /** Bytes allocated by the server at a low rate, where each signal has its own frame. */
    LATENCY_ALLOCATED("server bytes allocated per signal", Better.LOWER, 0),
    /** How late the generator itself sent. */
    LATENCY_LATENESS("generator late, p99 µs", Better.LOWER, 0),
    /** Noise while latency was measured. */
    LATENCY_FOREIGN("foreign cores", Better.LOWER, 2),

    /** Complete calls per second. */
    CALLS("calls/s", Better.HIGHER, 0),
    /** Processor time of the server for one call. */
    CALL_SERVER_CPU("server CPU ms per call", Better.LOWER, 2),
    /** Processor time of the generator for one call. */
    CALL_GENERATOR_CPU("generator CPU ms per call", Better.LOWER, 2),
    /** Messages of the protocol for one call. */
    CALL_MESSAGES("messages per call", Better.LOWER, 1),
    /** Bytes on the wire for one call. */
    CALL_BYTES("bytes per call", Better.LOWER, 0),
    /** Noise while calls were measured. */
    CALL_FOREIGN("foreign cores", Better.LOWER, 2),

    /** From the start of the process to the first registered peer. */
    START("start ms", Better.LOWER, 0),
    /** Resident memory of a server without peers. */
    IDLE_EMPTY("RSS MiB without peers", Better.LOWER, 0),
    /** Resident memory of one idle peer. */
    IDLE_PEER("RSS KiB per idle peer", Better.LOWER, 1);

    /** Which direction is better. */
    public enum Better {
        /** A cost. */
        LOWER,
        /** A yield. */
        HIGHER
    }

    private final String title;
    private final Better better;
    private final int decimals;

    Metric(String title, Better better, int decimals) {
        this.title = title;
        this.better = better;
        this.decimals = decimals;
    }

    /** Returns the title of its column, with the unit. */
    public String title() {
        return title;
    }

    /** Returns the direction that is better. */
    public Better better() {
        return better;
    }

    /** Formats a value without the unit. */
    public String format(double value) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
