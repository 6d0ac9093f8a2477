package dev.beckon.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.client.testing.ManualTimers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeartbeatsTest {

    private final List<String> pulse = new ArrayList<>();
    private ManualTimers time = new ManualTimers(1_000);
    private boolean reading = true;

    private Heartbeats started(long clientMillis, long serverMillis) {
        Heartbeats heartbeats = new Heartbeats(time, new Heartbeats.Pulse() {
            @Override
            public void beat() {
                pulse.add("beat at " + time.nowMillis());
            }

            @Override
            public boolean isReading() {
                return reading;
            }

            @Override
            public void onSilent(long silentMillis) {
                pulse.add("silent for " + silentMillis);
            }
        });
        heartbeats.onSent();
        heartbeats.start(clientMillis, serverMillis);
        return heartbeats;
    }

    @Test
    void beats_comeOncePerIntervalOfSilenceOfTheClient() {
        Heartbeats heartbeats = started(1_000, 0);

        time.advance(2_500);
        heartbeats.onSent();
        time.advance(999);
        assertThat(pulse).containsExactly("beat at 2000", "beat at 3000");
        time.advance(1);

        assertThat(pulse).containsExactly("beat at 2000", "beat at 3000", "beat at 4500");
    }

    @Test
    void server_isDeadAfterTwoAndAHalfIntervalsOfSilence() {
        Heartbeats heartbeats = started(0, 1_000);

        time.advance(2_000);
        heartbeats.onHeard();
        time.advance(2_499);
        assertThat(pulse).isEmpty();
        time.advance(1);

        assertThat(pulse).containsExactly("silent for 2500");
        assertThat(time.pending()).isZero();
    }

    @Test
    void silence_doesNotCountWhileTheClientDoesNotRead() {
        started(0, 1_000);
        reading = false;

        time.advance(60_000);
        assertThat(pulse).isEmpty();
        reading = true;
        time.advance(2_500);

        assertThat(pulse).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -5_000_000, 9_000_000_000L})
    void origin_ofTheClockDoesNotMatter(long origin) {
        time = new ManualTimers(origin);
        started(1_000, 1_000);

        time.advance(1_000);

        assertThat(pulse).containsExactly("beat at " + (origin + 1_000));
    }

    @Test
    void stop_leavesNoTimer() {
        Heartbeats heartbeats = started(1_000, 1_000);

        heartbeats.stop();
        time.advance(60_000);

        assertThat(pulse).isEmpty();
        assertThat(time.pending()).isZero();
    }

    @Test
    void intervalsThatTheServerDoesNotGive_startNothing() {
        started(0, 0);

        assertThat(time.pending()).isZero();
    }
}
