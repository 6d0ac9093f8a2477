package dev.beckon.server.transport.web;

import dev.beckon.server.limits.AcceptLimits;
import dev.beckon.server.limits.ClientAddresses;
import dev.beckon.server.limits.LimitListener;
import dev.beckon.server.limits.UploadLimits;
import java.time.Duration;

/**
 * Limits of the web port for clients.
 *
 * @param connections number of connections, and how fast they may be opened
 * @param uploads request bodies being received, and their pace
 * @param addresses determines client addresses behind proxies
 * @param listener receives refusals; called on event loops, must not block
 * @param headerBytes all headers of a request
 * @param streams concurrent requests on one HTTP/2 connection
 * @param resets streams that a connection may cancel within the window
 * @param controlFrames PING, SETTINGS, PRIORITY, unknown and empty DATA frames within the window
 * @param window whole seconds
 */
public record WebLimits(
        AcceptLimits connections,
        UploadLimits uploads,
        ClientAddresses addresses,
        LimitListener listener,
        int headerBytes,
        int streams,
        int resets,
        int controlFrames,
        Duration window) {}
