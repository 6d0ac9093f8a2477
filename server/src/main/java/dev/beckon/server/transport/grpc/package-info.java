/** The gRPC side of the doors: streams, statuses, the one writer of each stream. Makes no decisions. */
@NullMarked
package dev.beckon.server.transport.grpc;

import org.jspecify.annotations.NullMarked;
