package dev.beckon.server.observability;

import dev.beckon.server.limits.DoorLimit;
import dev.beckon.server.limits.LimitListener;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts refusals by {@link DoorLimit}. Callable from any thread. */
public final class LimitMetrics implements LimitListener {

    private static final Logger LOG = LoggerFactory.getLogger("beckon.limits");

    private final Counters<DoorLimit> hits;

    public LimitMetrics(MeterRegistry registry) {
        hits = new Counters<>(
                registry, DoorLimit.class, "beckon.limits.hit", "limit", "Refusals at the doors, by limit");
    }

    @Override
    public void onLimit(DoorLimit limit) {
        hits.count(limit);
        // At debug level: a flood must not flood the log.
        LOG.atDebug().addKeyValue("limit", limit).log("refused at the door");
    }
}
