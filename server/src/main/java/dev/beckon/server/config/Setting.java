package dev.beckon.server.config;

import java.util.List;

/**
 * One effective setting as text.
 *
 * @param name the option without its dashes
 * @param value as written; secrets hidden
 * @param origin its source: option, environment, file or default
 */
public record Setting(String name, String value, String origin) {

    static final String DEFAULT = "default";

    public boolean isDefault() {
        return origin.equals(DEFAULT);
    }

    /** Returns a table of three columns, one line per setting. */
    public static String table(List<Setting> settings) {
        int names = settings.stream()
                .mapToInt(setting -> setting.name().length())
                .max()
                .orElse(0);
        int origins = settings.stream()
                .mapToInt(setting -> setting.origin().length())
                .max()
                .orElse(0);
        StringBuilder table = new StringBuilder();
        for (Setting setting : settings) {
            table.append(("%-" + names + "s  %-" + origins + "s  %s%n")
                    .formatted(setting.name(), setting.origin(), setting.value()));
        }
        return table.toString();
    }
}
