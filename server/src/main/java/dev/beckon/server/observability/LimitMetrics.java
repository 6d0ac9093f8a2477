package dev.beckon.server.observability;

import dev.beckon.server.limits.DoorLimit;
import dev.beckon.server.limits.LimitListener;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts refusals at the doors. Callable from any thread. */
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
        // At debug, because whoever floods would flood the log too.
        LOG.atDebug().addKeyValue("limit", limit).log("refused at the door");
    }
}
