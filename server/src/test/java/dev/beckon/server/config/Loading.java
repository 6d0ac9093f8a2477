package dev.beckon.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.server.config.ConfigLoader.Loaded;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ListAssert;

/** Loads settings in tests. */
final class Loading {

    private Loading() {}

    static Loaded load(String... arguments) {
        return ConfigLoader.load(List.of(arguments), Map.of());
    }

    static ServerConfig config(Loaded loaded) {
        return assertThat(loaded)
                .asInstanceOf(InstanceOfAssertFactories.type(Loaded.Run.class))
                .actual()
                .config();
    }

    static ListAssert<String> assertErrors(Loaded loaded) {
        return assertThat(assertThat(loaded)
                .asInstanceOf(InstanceOfAssertFactories.type(Loaded.Invalid.class))
                .actual()
                .errors());
    }

    static String text(Loaded loaded) {
        return assertThat(loaded)
                .asInstanceOf(InstanceOfAssertFactories.type(Loaded.Print.class))
                .actual()
                .text();
    }
}
