package dev.beckon.server.observability;

import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent.AttachResult;
import dev.beckon.server.core.peer.Hello;
import dev.beckon.server.core.peer.Origin;
import dev.beckon.server.core.peer.Registration;
import dev.beckon.server.core.port.SignalingEvents;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes one log line per event: info for the life of a session, debug for refused frames, error for internal errors.
 * Logs only names, ids and addresses: the content of signals is private, and keys and tokens never reach this class.
 */
public final class LoggingSignalingEvents implements SignalingEvents {

    private static final Logger LOG = LoggerFactory.getLogger("beckon.session");
    private static final Logger FAULTS = LoggerFactory.getLogger("beckon.fault");

    @Override
    public void sessionStarted(Registration registration, Hello hello, Origin origin) {
        about(LOG.atInfo(), registration)
                .addKeyValue("door", origin.door())
                .addKeyValue("address", origin.address())
                .addKeyValue("client", LogText.quotable(hello.client()))
                .log("session started");
    }

    @Override
    public void sessionAttached(Registration registration, AttachResult result, Origin origin) {
        about(result == AttachResult.LOSSLESS ? LOG.atInfo() : LOG.atDebug(), registration)
                .addKeyValue("result", result)
                .addKeyValue("door", origin.door())
                .addKeyValue("address", origin.address())
                .log("session attached");
    }

    @Override
    public void sessionAway(Registration registration, EndReason reason) {
        about(LOG.atInfo(), registration).addKeyValue("reason", reason).log("session away");
    }

    @Override
    public void reported(Registration registration, Refusal outcome, int signals) {
        about(LOG.atDebug(), registration)
                .addKeyValue("code", outcome.code())
                .addKeyValue("signals", signals)
                .log("signals not delivered");
    }

    @Override
    public void mailboxChanged(int events, int bytes) {
        // Only counted, not logged.
    }

    @Override
    public void goAwaySent(EndReason reason) {
        // Only counted, not logged.
    }

    @Override
    public void relayed(long waitedNanos) {
        // Only counted, not logged.
    }

    @Override
    public void sessionEnded(Registration registration, EndReason reason) {
        about(LOG.atInfo(), registration).addKeyValue("reason", reason).log("session ended");
    }

    @Override
    public void refused(Registration registration, Refusal refusal) {
        if (!LOG.isDebugEnabled()) {
            return;
        }
        LoggingEventBuilder line = about(LOG.atDebug(), registration).addKeyValue("code", refusal.code());
        if (refusal.peer() != null) {
            line = line.addKeyValue(
                    "about_peer", LogText.quotable(refusal.peer().value()));
        }
        if (refusal.room() != null) {
            line = line.addKeyValue("room", LogText.quotable(refusal.room().value()));
        }
        if (!refusal.violations().isEmpty()) {
            line = line.addKeyValue("fields", fields(refusal));
        }
        line.log("frame refused");
    }

    @Override
    public String fault(String where, Throwable cause) {
        byte[] random = new byte[6];
        ThreadLocalRandom.current().nextBytes(random);
        String reference = HexFormat.of().formatHex(random);
        FAULTS.atError()
                .addKeyValue("ref", reference)
                .addKeyValue("where", where)
                .setCause(cause)
                .log("fault");
        return reference;
    }

    private static LoggingEventBuilder about(LoggingEventBuilder line, Registration registration) {
        return line.addKeyValue("peer", LogText.quotable(registration.peer().value()))
                .addKeyValue("session", registration.session());
    }

    /** Returns only field names and expectations: the values found come from a stranger. */
    private static String fields(Refusal refusal) {
        return refusal.violations().stream()
                .map(violation -> violation.field() + " expected " + violation.expected())
                .collect(Collectors.joining("; "));
    }
}
