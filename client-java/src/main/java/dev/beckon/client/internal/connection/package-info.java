/** The lifetime of a connection: one channel, one Connect stream, its heartbeats, and the mapping to protobuf. */
package dev.beckon.client.internal.connection;
