package dev.beckon.server.observability;

import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Configures logging. Must run before the first logger is created, because the level is read only then. */
public final class Logging {

    private static final String LEVEL = "beckon.log.level";
    private static final String FORMAT = "beckon.log.format";

    private Logging() {}

    /** Writes pending lines, for at most a second. Nothing is logged afterwards. */
    public static void stop() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.stop();
        }
    }

    /**
     * Logs from this level on, including the output of libraries to java.util.logging.
     *
     * @param level error, warn, info, debug or trace
     * @param format text or json
     */
    public static void start(String level, String format) {
        System.setProperty(LEVEL, level);
        System.setProperty(FORMAT, format);
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }
}
