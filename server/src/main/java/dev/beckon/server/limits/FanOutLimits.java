package dev.beckon.server.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.beckon.server.core.port.FanOutLimiter;
import dev.beckon.server.core.port.Scheduler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much work for others sessions may cause: an allowance for each session, and one for all sessions of a subject of access
 * tokens, those that ended not long ago included. Where no tokens are asked for there is no subject. Callable from any thread.
 */
public final class FanOutLimits {

    private static final int MAX_SUBJECTS = 65_536;

    private final Scheduler scheduler;
    private final Rate session;
    private final Rate subject;

    /** When the allowance of a subject is whole again, in nanoseconds. */
    private final Cache<String, AtomicLong> bySubject;

    /**
     * An allowance.
     *
     * @param perSecond events in the long run; 0 for no limit
     * @param burst events at once after a quiet time
     */
    public record Rate(int perSecond, int burst) {

        private long nanosFor(long events) {
            return events * Duration.ofSeconds(1).toNanos() / perSecond;
        }
    }

    /** Makes limits that live by the scheduler's time. */
    public FanOutLimits(Scheduler scheduler, Rate session, Rate subject) {
        this.scheduler = scheduler;
        this.session = session;
        this.subject = subject;
        this.bySubject = Caffeine.newBuilder()
                .maximumSize(MAX_SUBJECTS)
                .expireAfterAccess(
                        subject.perSecond() == 0
                                ? Duration.ofSeconds(1)
                                : Duration.ofNanos(2 * subject.nanosFor(subject.burst())))
                .ticker(scheduler::nanoTime)
                .executor(Runnable::run)
                .build();
    }

    /**
     * The limiter of a new session.
     *
     * @param of the session's subject, "" if there is none
     */
    public FanOutLimiter newLimiter(String of) {
        return new Limiter(of);
    }

    private final class Limiter implements FanOutLimiter {

        private final String of;
        private final AtomicLong wholeAt = new AtomicLong(scheduler.nanoTime());

        Limiter(String of) {
            this.of = of;
        }

        @Override
        public long waitNanos() {
            long wait = waitNanos(session, wholeAt);
            return hasSubject() ? Math.max(wait, waitNanos(subject, subjectWholeAt())) : wait;
        }

        @Override
        public void charge(long events) {
            charge(session, wholeAt, events);
            if (hasSubject()) {
                charge(subject, subjectWholeAt(), events);
            }
        }

        private boolean hasSubject() {
            return !of.isEmpty() && subject.perSecond() != 0;
        }

        private AtomicLong subjectWholeAt() {
            return bySubject.get(of, unknown -> new AtomicLong(scheduler.nanoTime()));
        }

        private long waitNanos(Rate rate, AtomicLong whole) {
            return rate.perSecond() == 0
                    ? 0
                    : Math.max(0, whole.get() - scheduler.nanoTime() - rate.nanosFor(rate.burst()));
        }

        private void charge(Rate rate, AtomicLong whole, long events) {
            if (rate.perSecond() != 0) {
                long now = scheduler.nanoTime();
                whole.updateAndGet(at -> (at - now < 0 ? now : at) + rate.nanosFor(events));
            }
        }
    }
}
