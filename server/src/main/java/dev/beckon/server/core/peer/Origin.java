package dev.beckon.server.core.peer;

/**
 * The origin of a stream, for operators.
 *
 * @param door the rpc: "Connect" or "Open"
 * @param address the client's address, "" if unknown
 */
public record Origin(String door, String address) {}
