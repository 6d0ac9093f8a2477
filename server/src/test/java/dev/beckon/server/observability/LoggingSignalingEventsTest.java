package dev.beckon.server.observability;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.peer.Hello;
import dev.beckon.server.core.peer.Hello.ConflictPolicy;
import dev.beckon.server.core.peer.Origin;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.Profile;
import dev.beckon.server.core.peer.Registration;
import dev.beckon.server.core.peer.SessionId;
import dev.beckon.server.core.peer.SessionKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LoggingSignalingEventsTest {

    private static final SessionKey KEY = SessionKey.ofSecret("a secret of 16 b".getBytes(StandardCharsets.UTF_8));
    private static final Registration ALICE = new Registration(new PeerId("alice"), new SessionId("s1"), KEY, "");

    private final Logger beckon = (Logger) LoggerFactory.getLogger("beckon");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final LoggingSignalingEvents events = new LoggingSignalingEvents();
    private Level levelBefore = Level.INFO;

    @BeforeEach
    void listen() {
        levelBefore = beckon.getLevel();
        beckon.setAdditive(false);
        lines.start();
        beckon.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        beckon.detachAppender(lines);
        beckon.setAdditive(true);
        beckon.setLevel(levelBefore);
    }

    @Test
    void aSessionsLife_isOneInfoLineAtEachEnd() {
        events.sessionStarted(ALICE, hello("web 1.0"), new Origin("Open", "192.0.2.1:4711"));
        events.sessionEnded(ALICE, EndReason.HEARTBEAT_MISSED);

        assertThat(lines.list)
                .extracting(LoggingSignalingEventsTest::render)
                .containsExactly(
                        "INFO session started peer=alice session=s1 door=Open address=192.0.2.1:4711 client=web 1.0",
                        "INFO session ended peer=alice session=s1 reason=HEARTBEAT_MISSED");
    }

    @Test
    void aRefusedFrame_isADebugLine_withoutWhatTheClientSent() {
        beckon.setLevel(Level.DEBUG);

        events.refused(
                ALICE, Refusal.invalidFrame(List.of(new Refusal.Violation("signal.offer.sdp", "v=1 hush", "v=0..."))));
        events.refused(ALICE, Refusal.notRegistered(new PeerId("bob")));

        assertThat(lines.list)
                .extracting(LoggingSignalingEventsTest::render)
                .containsExactly(
                        "DEBUG frame refused peer=alice session=s1 code=INVALID_FRAME"
                                + " fields=signal.offer.sdp expected v=0...",
                        "DEBUG frame refused peer=alice session=s1 code=PEER_NOT_REGISTERED about_peer=bob");
    }

    @Test
    void refusedFrames_areNotLoggedAtInfo() {
        beckon.setLevel(Level.INFO);

        events.refused(ALICE, Refusal.notRegistered(new PeerId("bob")));

        assertThat(lines.list).isEmpty();
    }

    @Test
    void aFault_isFoundByTheReferenceThatTheClientWasGiven() {
        String reference = events.fault("directory", new IllegalStateException("broken"));

        assertThat(reference).matches("[0-9a-f]{12}").isNotEqualTo(events.fault("directory", new Exception()));
        ILoggingEvent line = lines.list.getFirst();
        assertThat(render(line)).isEqualTo("ERROR fault ref=" + reference + " where=directory");
        assertThat(line.getThrowableProxy().getMessage()).isEqualTo("broken");
    }

    @Test
    void aClient_cannotMakeUpOtherValues() {
        events.sessionStarted(ALICE, hello("x\" peer=\"bob"), new Origin("Connect", ""));

        assertThat(lines.list.getFirst().getKeyValuePairs())
                .allSatisfy(pair -> assertThat(String.valueOf(pair.value)).doesNotContain("\""));
    }

    private static Hello hello(String client) {
        return new Hello(
                ALICE.peer(),
                new Profile("Alice", Map.of()),
                KEY,
                null,
                0,
                0,
                null,
                ConflictPolicy.REJECT,
                false,
                client);
    }

    private static String render(ILoggingEvent line) {
        StringBuilder text = new StringBuilder(line.getLevel() + " " + line.getFormattedMessage());
        line.getKeyValuePairs()
                .forEach(pair -> text.append(' ').append(pair.key).append('=').append(pair.value));
        return text.toString();
    }
}
