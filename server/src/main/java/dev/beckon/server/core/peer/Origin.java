package dev.beckon.server.core.peer;

/**
 * Where a stream comes from, for the operator.
 *
 * @param door the rpc: "Connect" or "Open"
 * @param address the client's address, "" if unknown
 */
public record Origin(String door, String address) {}
