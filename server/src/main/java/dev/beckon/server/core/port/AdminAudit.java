package dev.beckon.server.core.port;

import java.util.Map;

/** Port: records every call of the Admin service. Called on any thread; must not block. */
public interface AdminAudit {

    /**
     * A call that has been answered, or refused. All texts but those of {@code method} and {@code outcome} are the
     * caller's and may contain anything, except secrets.
     *
     * @param method without its service, such as "DisconnectPeer"
     * @param caller the subject of the access token; "" if there is none, or none that is valid
     * @param address of the caller; "" if unknown
     * @param request the fields of the request by their paths; empty if it was refused before it was read
     * @param outcome "OK", or the status and its reason
     * @param response the fields of the response that are no messages
     */
    record Call(
            String method,
            String caller,
            String address,
            Map<String, String> request,
            String outcome,
            Map<String, String> response) {}

    void record(Call call);
}
