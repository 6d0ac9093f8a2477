package dev.beckon.client.faults;

import dev.beckon.client.outcome.Notice;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What became of all messages of a traffic that has settled, and of its sessions. A line of the printed table. */
record Account(
        String fault,
        long said,
        long taken,
        long delivered,
        long noticed,
        long failed,
        long bothSessionsLost,
        long lost,
        long doubled,
        long disordered,
        long resumes,
        long resyncs,
        long longestAwayMillis,
        Map<Notice.Code, Long> refusals) {

    static Account of(String fault, Traffic traffic) {
        List<Message> messages = traffic.messages();
        Map<Notice.Code, Long> refusals = new TreeMap<>();
        for (Message message : messages) {
            Notice notice = message.failure() == null ? null : message.failure().notice();
            if (notice != null) {
                refusals.merge(notice.code(), 1L, Long::sum);
            }
        }
        List<Message> silent = messages.stream()
                .filter(message -> message.isTaken() && !message.isHeard() && !message.isNoticed())
                .toList();
        long bothSessionsLost =
                silent.stream().filter(Message::hasLostBothSessions).count();
        return new Account(
                fault,
                messages.size(),
                messages.stream().filter(Message::isTaken).count(),
                messages.stream().filter(Message::isHeard).count(),
                messages.stream().filter(Message::isNoticed).count(),
                messages.stream().filter(Message::isKnownToFail).count(),
                bothSessionsLost,
                silent.size() - bothSessionsLost,
                messages.stream().filter(Message::isDoubled).count(),
                traffic.all().stream().mapToLong(TrafficPeer::disordered).sum(),
                traffic.all().stream().mapToLong(TrafficPeer::resumes).sum(),
                traffic.all().stream().mapToLong(peer -> peer.sessions() - 1).sum(),
                traffic.all().stream()
                                .mapToLong(TrafficPeer::longestAwayNanos)
                                .max()
                                .orElse(0)
                        / 1_000_000,
                refusals);
    }

    /** The head of the table. */
    static String head() {
        return String.format(
                Locale.ROOT,
                "%-34s %7s %7s %9s %7s %6s %8s %4s %7s %7s %7s %8s  %s",
                "fault",
                "said",
                "taken",
                "delivered",
                "noticed",
                "failed",
                "session",
                "lost",
                "doubled",
                "resumes",
                "resyncs",
                "away ms",
                "refused as");
    }

    /** {@code failed}: refused, or unconfirmed with its sender's session. {@code session}: nobody left to be told. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-34s %7d %7d %9d %7d %6d %8d %4d %7d %7d %7d %8d  %s",
                fault,
                said,
                taken,
                delivered,
                noticed,
                failed,
                bothSessionsLost,
                lost,
                doubled,
                resumes,
                resyncs,
                longestAwayMillis,
                refusals.isEmpty() ? "-" : refusals);
    }
}
