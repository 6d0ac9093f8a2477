package dev.beckon.server.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * One source of settings, converted to arguments, so that picocli parses all sources alike.
 *
 * @param label its name in the effective settings
 * @param arguments as on a command line
 * @param forbidden options that are not allowed here
 * @param naming the name of an option such as "--grpc-port" in this source
 * @param where appended to such a name, for instance " in beckon.properties"
 */
record SettingsSource(
        String label, List<String> arguments, Set<String> forbidden, UnaryOperator<String> naming, String where) {

    private static final String PREFIX = "BECKON_";
    private static final Set<String> COMMANDS = Set.of("--help", "--version", "--show-config");

    SettingsSource {
        arguments = List.copyOf(arguments);
    }

    static SettingsSource commandLine(List<String> arguments) {
        return new SettingsSource("option", arguments, Set.of(), option -> option, "");
    }

    /**
     * Reads all variables that begin with BECKON_. Lists are separated by spaces.
     *
     * @param lists the options that take several values
     */
    static SettingsSource environment(Map<String, String> environment, Set<String> lists) {
        List<String> arguments = new ArrayList<>();
        // Sorted, so that errors come in a stable order.
        new TreeMap<>(environment).forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                String option = toOption(name);
                String[] values = lists.contains(option) ? value.trim().split("\\s+") : new String[] {value};
                for (String each : values) {
                    arguments.add(option + "=" + each);
                }
            }
        });
        return new SettingsSource("environment", arguments, COMMANDS, SettingsSource::toVariable, "");
    }

    /**
     * Reads a file in the format of {@link Properties}. A list is a repeated key.
     *
     * @throws IllegalArgumentException if it contains a malformed Unicode escape
     */
    static SettingsSource file(Path file, Reader reader) throws IOException {
        List<String> arguments = new ArrayList<>();
        new Entries(arguments).load(reader);
        return new SettingsSource(
                "file",
                arguments,
                Set.of("--help", "--version", "--show-config", "--config"),
                option -> option.replaceFirst("^--", ""),
                " in " + file);
    }

    /** Returns the name by which an operator finds the setting, for messages. */
    String nameOf(String option) {
        return naming.apply(option) + where;
    }

    private static String toOption(String variable) {
        return "--"
                + variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String toVariable(String option) {
        return PREFIX + option.replaceFirst("^--", "").toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** Keeps repeated keys, which {@link Properties} drops. */
    private static final class Entries extends Properties {

        private static final long serialVersionUID = 1;

        private final transient List<String> arguments;

        Entries(List<String> arguments) {
            this.arguments = arguments;
        }

        @Override
        public synchronized Object put(Object key, Object value) {
            arguments.add("--" + key + "=" + value);
            return value;
        }
    }
}
