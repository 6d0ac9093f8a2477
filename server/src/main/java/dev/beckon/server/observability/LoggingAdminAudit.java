package dev.beckon.server.observability;

import dev.beckon.server.core.port.AdminAudit;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Writes one line per call of the Admin service, whatever the log level. */
public final class LoggingAdminAudit implements AdminAudit {

    private static final Logger LOG = LoggerFactory.getLogger("beckon.audit");

    @Override
    public void record(Call call) {
        LoggingEventBuilder line = LOG.atInfo()
                .addKeyValue("method", call.method())
                .addKeyValue("by", call.caller().isEmpty() ? "-" : LogText.quotable(call.caller()))
                .addKeyValue("address", call.address())
                .addKeyValue("outcome", call.outcome());
        line = add(line, "request.", call.request());
        line = add(line, "response.", call.response());
        line.log("admin call");
    }

    private static LoggingEventBuilder add(LoggingEventBuilder line, String prefix, Map<String, String> fields) {
        LoggingEventBuilder longer = line;
        for (Map.Entry<String, String> field : fields.entrySet()) {
            longer = longer.addKeyValue(prefix + field.getKey(), LogText.quotable(field.getValue()));
        }
        return longer;
    }
}
