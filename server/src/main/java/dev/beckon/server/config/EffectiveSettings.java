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

/** What all sources together come to, and which of them decided what. */
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

    /** Later sources come before earlier ones. */
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

    /** Whether no source has a wrong value for any of these options. */
    boolean areSound(List<String> names) {
        return names.stream().noneMatch(faulty::contains);
    }

    /** What the source that decided an option calls it. */
    String nameOf(String option) {
        ParsedSource decider = deciders.get(option);
        return decider == null ? option : decider.source().nameOf(option);
    }

    /** How the value of an option was written. */
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

    /** All settings in the order of the help, without what only a command line has. */
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
