package dev.beckon.server.transport.web.grpcweb;

import java.time.Duration;

/**
 * The bounds of calls.
 *
 * @param maxMessageBytes largest request message
 * @param bodyTimeout for a whole request body, from the end of its headers
 * @param uploads how many bodies may be arriving
 * @param linger for a client to stop sending, or to read the end of its answer, before its connection is cut
 */
public record GrpcWebOptions(int maxMessageBytes, Duration bodyTimeout, Duration linger, Uploads uploads) {}
