package dev.beckon.server.transport.web.grpcweb;

import java.time.Duration;

/**
 * The bounds of calls.
 *
 * @param maxMessageBytes largest request message
 * @param uploads how many bodies may be arriving, and how slowly
 * @param linger for a client to stop sending, or to read the end of its answer, before its connection is cut
 */
public record GrpcWebOptions(int maxMessageBytes, Duration linger, Uploads uploads) {}
