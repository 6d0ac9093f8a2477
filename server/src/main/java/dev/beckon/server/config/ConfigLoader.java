package dev.beckon.server.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Loads {@link ServerConfig}. Options take precedence over the environment, the environment over the config file, the
 * file over the defaults. Lists are not merged: the source with the highest precedence supplies all values.
 */
public final class ConfigLoader {

    private static final String CONFIG = "--config";
    private static final String SHOW_CONFIG = "--show-config";

    /** The outcome of a command line, an environment and a config file. */
    public sealed interface Loaded {

        /**
         * Run a server.
         *
         * @param settings the same settings as text, one per option, secrets hidden
         */
        record Run(ServerConfig config, List<Setting> settings) implements Loaded {}

        /** Print a text and exit successfully. */
        record Print(String text) implements Loaded {}

        /**
         * The settings are invalid.
         *
         * @param errors all errors, one sentence each
         */
        record Invalid(List<String> errors) implements Loaded {}
    }

    private final List<ParsedSource> sources = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();

    private ConfigLoader() {}

    /** Loads all settings. Collects all errors instead of stopping at the first. */
    public static Loaded load(List<String> arguments, Map<String, String> environment) {
        ParsedSource commandLine = new ParsedSource(SettingsSource.commandLine(arguments));
        CommandLine help = ParsedSource.newCommandLine(new ServerOptions());
        if (commandLine.isHelpRequested()) {
            return new Loaded.Print(help.getUsageMessage());
        }
        if (commandLine.isVersionRequested()) {
            return new Loaded.Print(
                    String.join(System.lineSeparator(), new Version().getVersion()) + System.lineSeparator());
        }
        return new ConfigLoader()
                .load(commandLine, new ParsedSource(SettingsSource.environment(environment, listOptions(help))));
    }

    private Loaded load(ParsedSource commandLine, ParsedSource environment) {
        addFile(commandLine, environment);
        sources.add(environment);
        sources.add(commandLine);
        sources.forEach(source -> errors.addAll(source.errors()));
        EffectiveSettings settings = EffectiveSettings.of(sources);
        errors.addAll(new CrossChecks(settings).errors());
        if (!errors.isEmpty()) {
            return new Loaded.Invalid(List.copyOf(errors));
        }
        if (commandLine.values().containsKey(SHOW_CONFIG)) {
            return new Loaded.Print(Setting.table(settings.forPeople()));
        }
        return new Loaded.Run(settings.options().toConfig(), settings.forPeople());
    }

    private void addFile(ParsedSource commandLine, ParsedSource environment) {
        ParsedSource namedBy = commandLine.values().containsKey(CONFIG) ? commandLine : environment;
        List<String> named = namedBy.values().get(CONFIG);
        if (named == null) {
            return;
        }
        Path file;
        try {
            file = Path.of(named.getFirst());
        } catch (InvalidPathException invalid) {
            errors.add(namedBy.source().nameOf(CONFIG) + ": '" + named.getFirst() + "' is no path of a file");
            return;
        }
        String problem = null;
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            sources.add(new ParsedSource(SettingsSource.file(file, reader)));
        } catch (NoSuchFileException absent) {
            problem = "is not there";
        } catch (MalformedInputException malformed) {
            problem = "is not UTF-8";
        } catch (IllegalArgumentException malformed) {
            problem = "has a malformed \\u escape";
        } catch (IOException unreadable) {
            problem = "cannot be read (" + unreadable.getClass().getSimpleName() + ")";
        }
        addFileError(namedBy, file, problem);
    }

    private void addFileError(ParsedSource namedBy, Path file, @Nullable String problem) {
        if (problem != null) {
            errors.add(namedBy.source().nameOf(CONFIG) + ": '" + file.toAbsolutePath() + "' " + problem);
        }
    }

    private static Set<String> listOptions(CommandLine commandLine) {
        return commandLine.getCommandSpec().options().stream()
                .filter(OptionSpec::isMultiValue)
                .map(OptionSpec::longestName)
                .collect(Collectors.toUnmodifiableSet());
    }
}
