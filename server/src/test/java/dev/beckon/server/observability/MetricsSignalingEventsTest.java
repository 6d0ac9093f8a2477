package dev.beckon.server.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent.AttachResult;
import dev.beckon.server.core.peer.Hello;
import dev.beckon.server.core.peer.Hello.ConflictPolicy;
import dev.beckon.server.core.peer.Origin;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.Profile;
import dev.beckon.server.core.peer.Registration;
import dev.beckon.server.core.peer.SessionId;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Prometheus reads after what happened. */
class MetricsSignalingEventsTest {

    private static final Registration ALICE = new Registration(new PeerId("alice"), new SessionId("s1"), null, "");
    private static final Origin ORIGIN = new Origin("Open", "192.0.2.1:4711");

    private final Metrics metrics = new Metrics();
    private final MetricsSignalingEvents events = new MetricsSignalingEvents(metrics.registry());

    @AfterEach
    void end() {
        metrics.close();
    }

    @Test
    void aSession_isLive_away_liveAgain_andGone() {
        start();
        assertMetric("beckon_sessions{state=\"live\"}", 1);
        assertMetric("beckon_attaches_total{result=\"new\"}", 1);

        events.sessionAway(ALICE, EndReason.SLOW);
        assertMetric("beckon_sessions{state=\"live\"}", 0);
        assertMetric("beckon_sessions{state=\"away\"}", 1);
        assertMetric("beckon_slow_closes_total", 1);
        assertMetric("beckon_sessions_away_total{reason=\"slow\"}", 1);

        events.sessionAttached(ALICE, AttachResult.LOSSLESS, ORIGIN);
        assertMetric("beckon_sessions{state=\"live\"}", 1);
        assertMetric("beckon_sessions{state=\"away\"}", 0);
        assertMetric("beckon_attaches_total{result=\"lossless\"}", 1);

        events.sessionEnded(ALICE, EndReason.BYE);
        assertMetric("beckon_sessions{state=\"live\"}", 0);
        assertMetric("beckon_sessions_ended_total{reason=\"bye\"}", 1);
    }

    @Test
    void aSessionThatEndsAway_isForgotten() {
        start();
        events.sessionAway(ALICE, EndReason.GONE);
        events.sessionEnded(ALICE, EndReason.EXPIRED);

        assertMetric("beckon_sessions{state=\"away\"}", 0);
        assertMetric("beckon_sessions{state=\"live\"}", 0);
        assertMetric("beckon_sessions_ended_total{reason=\"expired\"}", 1);
    }

    @Test
    void mailboxes_notices_faults_andLatency() {
        events.mailboxChanged(3, 300);
        events.mailboxChanged(-1, -100);
        events.refused(ALICE, Refusal.unsupported());
        events.relayed(Duration.ofMillis(3).toNanos());
        events.relayed(Duration.ofNanos(70_000).toNanos());
        events.goAwaySent(EndReason.SHUTDOWN);
        events.fault("here", new IllegalStateException());

        assertMetric("beckon_mailbox_events", 2);
        assertMetric("beckon_mailbox_size_bytes", 200);
        assertMetric("beckon_frames_refused_total{code=\"unsupported\"}", 1);
        assertMetric("beckon_relay_seconds_bucket{le=\"1.0E-4\"}", 1);
        assertMetric("beckon_relay_seconds_bucket{le=\"0.005\"}", 2);
        assertMetric("beckon_relay_seconds_count", 2);
        assertMetric("beckon_go_aways_total", 1);
        assertMetric("beckon_faults_total", 1);
    }

    private void start() {
        Hello hello = new Hello(
                new PeerId("alice"),
                new Profile("Alice", Map.of()),
                null,
                null,
                0,
                0,
                null,
                ConflictPolicy.REJECT,
                false,
                "test");
        events.sessionStarted(ALICE, hello, ORIGIN);
        events.sessionAttached(ALICE, AttachResult.NEW, ORIGIN);
    }

    private void assertMetric(String name, double expected) {
        assertThat(metrics.text().lines())
                .filteredOn(line -> line.startsWith(name + " "))
                .singleElement()
                .satisfies(line -> assertThat(Double.parseDouble(line.substring(name.length() + 1)))
                        .as(name)
                        .isEqualTo(expected));
    }
}
