package dev.beckon.server.observability;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.beckon.server.core.port.AdminAudit;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

class LoggingAdminAuditTest {

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("beckon.audit");

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
    }

    @Test
    void oneLinePerCall() {
        record("backend", Map.of("peer_id", "bob"), Map.of("was_registered", "true"));

        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.INFO);
            assertThat(line.getFormattedMessage()).isEqualTo("admin call");
            assertThat(line.getKeyValuePairs())
                    .extracting(KeyValuePair::toString)
                    .containsExactly(
                            "method=\"DisconnectPeer\"",
                            "by=\"backend\"",
                            "address=\"127.0.0.1:5000\"",
                            "outcome=\"OK\"",
                            "request.peer_id=\"bob\"",
                            "response.was_registered=\"true\"");
        });
    }

    @Test
    void textOfAStranger_forgesNeitherLineNorKey() {
        record(
                "a\" by=\"root",
                Map.of("message", "x\n2026-11-26 INFO beckon.audit\r\u2028\u0000\u001b[2J\u202e\\n"),
                Map.of());

        assertThat(lines.list.getFirst().getKeyValuePairs())
                .extracting(KeyValuePair::toString)
                .contains(
                        "by=\"a' by='root\"",
                        "request.message=\"x\\u{a}2026-11-26 INFO beckon.audit\\u{d}\\u{2028}\\u{0}\\u{1b}[2J\\u{202e}\\\\n\"");
    }

    @Test
    void textInAnyLanguage_isReadable() {
        record("", Map.of("message", "Gute Nacht, José 日本語 🎉"), Map.of());

        assertThat(lines.list.getFirst().getKeyValuePairs())
                .extracting(KeyValuePair::toString)
                .contains("by=\"-\"", "request.message=\"Gute Nacht, José 日本語 🎉\"");
    }

    private static void record(String caller, Map<String, String> request, Map<String, String> response) {
        new LoggingAdminAudit()
                .record(new AdminAudit.Call("DisconnectPeer", caller, "127.0.0.1:5000", request, "OK", response));
    }
}
