package dev.beckon.server.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The settings of all sources combined, with the source of each. */
final class EffectiveSettings {

    private static final String ICE_SERVER = "--ice-server";

    private final ServerOptions options = new ServerOptions();
    private final CommandLine commandLine = ParsedSource.newCommandLine(options);
    private final Map<String, ParsedSource> deciders;
    private final Set<String> faulty;

    private EffectiveSettings(Map<String, ParsedSource> deciders, Set<String> faulty) {
        this.deciders = deciders;
        this.faulty = faulty;
    }

    /** Combines the sources; later ones take precedence. */
    static EffectiveSettings of(List<ParsedSource> sources) {
        Map<String, ParsedSource> deciders = new HashMap<>();
        Set<String> faulty = new HashSet<>();
        for (ParsedSource source : sources) {
            source.values().keySet().forEach(option -> deciders.put(option, source));
            faulty.addAll(source.faulty());
        }
        EffectiveSettings settings = new EffectiveSettings(deciders, faulty);
        settings.parse();
        return settings;
    }

    ServerOptions options() {
        return options;
    }

    /** Returns whether all sources have valid values for these options. */
    boolean areSound(List<String> names) {
        return names.stream().noneMatch(faulty::contains);
    }

    /** Returns the name of an option in the source that supplied its value. */
    String nameOf(String option) {
        ParsedSource decider = deciders.get(option);
        return decider == null ? option : decider.source().nameOf(option);
    }

    /** Returns the value of an option as written. */
    String textOf(String option) {
        OptionSpec spec = commandLine.getCommandSpec().findOption(option);
        @Nullable ParsedSource decider = deciders.get(option);
        if (decider == null) {
            return spec.defaultValue() == null ? "none" : spec.defaultValue();
        }
        return decider.values().getOrDefault(option, List.of()).stream()
                .map(text -> shown(option, text))
                .collect(Collectors.joining(" "));
    }

    /** Returns all settings in the order of the help, without those that exist only on the command line. */
    List<Setting> forPeople() {
        List<Setting> settings = new ArrayList<>();
        for (OptionSpec spec : ServerOptions.settingsOf(commandLine)) {
            String option = spec.longestName();
            ParsedSource decider = deciders.get(option);
            String origin = decider == null ? Setting.DEFAULT : decider.source().label();
            settings.add(new Setting(option.replaceFirst("^--", ""), textOf(option), origin));
        }
        return settings;
    }

    private static String shown(String option, String text) {
        return switch (option) {
            case ICE_SERVER -> IceServerConverter.masked(text);
            case AccessOptions.SECRET -> "****";
            default -> text;
        };
    }

    private void parse() {
        List<String> arguments = new ArrayList<>();
        deciders.forEach((option, source) ->
                source.values().getOrDefault(option, List.of()).forEach(value -> arguments.add(option + "=" + value)));
        commandLine.parseArgs(arguments.toArray(String[]::new));
    }
}
