package dev.beckon.server.observability;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** One counter per enum constant, registered in advance. Callable from any thread. */
final class Counters<E extends Enum<E>> {

    private final Map<E, Counter> counters;

    Counters(MeterRegistry registry, Class<E> type, String name, String tag, String description) {
        counters = new EnumMap<>(type);
        for (E constant : type.getEnumConstants()) {
            counters.put(
                    constant,
                    Counter.builder(name)
                            .tag(tag, constant.name().toLowerCase(Locale.ROOT))
                            .description(description)
                            .register(registry));
        }
    }

    void count(E constant) {
        count(constant, 1);
    }

    void count(E constant, int times) {
        Objects.requireNonNull(counters.get(constant)).increment(times);
    }
}
