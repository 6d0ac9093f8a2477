package dev.beckon.server.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The values of one {@link SettingsSource}, and all its errors. */
final class ParsedSource {

    private final SettingsSource source;
    private final CommandLine commandLine;
    private final ParseResult result;
    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private final Set<String> faulty = new HashSet<>();
    private final List<String> errors = new ArrayList<>();

    ParsedSource(SettingsSource source) {
        this.source = source;
        this.commandLine = newCommandLine(new ServerOptions());
        this.result = commandLine.parseArgs(source.arguments().toArray(String[]::new));
        result.errors().forEach(this::addError);
        result.matchedOptions().forEach(this::addOption);
    }

    /** Returns a parser that collects all errors and takes every argument literally. */
    static CommandLine newCommandLine(ServerOptions options) {
        CommandLine commandLine = new CommandLine(options).setExpandAtFiles(false);
        commandLine.getCommandSpec().parser().collectErrors(true);
        return commandLine;
    }

    SettingsSource source() {
        return source;
    }

    /** Returns the values by option, as written. */
    Map<String, List<String>> values() {
        return values;
    }

    /** Returns the options that have an invalid value in this source. */
    Set<String> faulty() {
        return faulty;
    }

    /** Returns the errors, one sentence each. */
    List<String> errors() {
        return errors;
    }

    boolean isHelpRequested() {
        return result.isUsageHelpRequested();
    }

    boolean isVersionRequested() {
        return result.isVersionHelpRequested();
    }

    private void addOption(OptionSpec option) {
        String name = option.longestName();
        List<String> written = option.originalStringValues();
        if (source.forbidden().contains(name)) {
            addError(name, "is for the command line only");
        } else if (!option.isMultiValue() && written.size() > 1) {
            addError(name, "is given " + written.size() + " times (expected: once)");
        } else if (!faulty.contains(name)) {
            values.put(name, written);
        }
    }

    private void addError(Exception error) {
        if (error instanceof UnmatchedArgumentException unmatched) {
            addUnmatched(unmatched.getUnmatched());
        } else if (error instanceof MissingParameterException missing) {
            missing.getMissing().forEach(argument -> addError(nameOf(argument), "has no value"));
        } else if (error instanceof ParameterException wrong
                && wrong.getCause() instanceof TypeConversionException cause) {
            addError(nameOf(wrong.getArgSpec()), String.valueOf(cause.getMessage()));
        } else {
            errors.add(String.valueOf(error.getMessage()));
        }
    }

    private void addError(String option, String problem) {
        String error = source.nameOf(option) + ": " + problem;
        faulty.add(option);
        if (!errors.contains(error)) {
            errors.add(error);
        }
    }

    private void addUnmatched(List<String> arguments) {
        boolean mayBeValue = false;
        for (String argument : arguments) {
            boolean isOption = argument.startsWith("-");
            if (isOption) {
                addUnknown(argument.split("=", 2)[0]);
            } else if (!mayBeValue) {
                errors.add("'" + argument + "': unexpected (expected: only options, which begin with --)");
            }
            mayBeValue = isOption && !argument.contains("=");
        }
    }

    private void addUnknown(String option) {
        List<String> known = commandLine.getCommandSpec().options().stream()
                .map(OptionSpec::longestName)
                .filter(name -> !source.forbidden().contains(name))
                .toList();
        String similar =
                Suggestions.of(option, known).stream().map(source.naming()).collect(Collectors.joining(" or "));
        errors.add(source.nameOf(option) + ": unknown "
                + (similar.isEmpty() ? "(--help lists all names)" : "(did you mean " + similar + "?)"));
    }

    private static String nameOf(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }
}
