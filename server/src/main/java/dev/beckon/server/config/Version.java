package dev.beckon.server.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that Maven wrote into the jar. */
final class Version implements IVersionProvider {

    private static final String WRITTEN_BY_MAVEN = "/META-INF/maven/dev.beckon/beckon-server/pom.properties";

    @Override
    public String[] getVersion() {
        return new String[] {"Beckon " + version(), "Java " + Runtime.version()};
    }

    private static String version() {
        try (InputStream stream = Version.class.getResourceAsStream(WRITTEN_BY_MAVEN)) {
            if (stream == null) {
                return "(not packaged)";
            }
            Properties properties = new Properties();
            properties.load(stream);
            return properties.getProperty("version", "(unknown)");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
