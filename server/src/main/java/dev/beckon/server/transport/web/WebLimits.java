package dev.beckon.server.transport.web;

import dev.beckon.server.limits.ClientAddresses;
import dev.beckon.server.limits.ConcurrencyLimits;
import dev.beckon.server.limits.LimitListener;
import dev.beckon.server.limits.UploadLimits;
import java.time.Duration;

/**
 * How much strangers may ask of the web port.
 *
 * @param connections connections at once
 * @param uploads request bodies that are arriving at once, and how slowly
 * @param addresses who a client is behind proxies
 * @param listener hears of refusals; called on event loops, must not block
 * @param headerBytes all headers of a request
 * @param streams requests at once on one HTTP/2 connection
 * @param resets streams that a connection may cancel within the window
 * @param controlFrames PING, SETTINGS, PRIORITY, unknown and empty DATA frames within the window
 * @param window whole seconds
 */
public record WebLimits(
        ConcurrencyLimits connections,
        UploadLimits uploads,
        ClientAddresses addresses,
        LimitListener listener,
        int headerBytes,
        int streams,
        int resets,
        int controlFrames,
        Duration window) {}
