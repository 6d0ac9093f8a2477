package dev.beckon.server.observability;

import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Sets logging up. Must run before the first logger is made, because the level is read only then. */
public final class Logging {

    private static final String LEVEL = "beckon.log.level";
    private static final String FORMAT = "beckon.log.format";

    private Logging() {}

    /** Writes what still waits to be written, for at most a second. Nothing is logged after it. */
    public static void stop() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.stop();
        }
    }

    /**
     * Logs Beckon's own lines from this level on, and what the libraries log through java.util.logging too.
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
