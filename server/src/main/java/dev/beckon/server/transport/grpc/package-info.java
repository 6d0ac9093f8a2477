/** The gRPC services: streams, statuses, the single writer of each stream. Makes no decisions. */
@NullMarked
package dev.beckon.server.transport.grpc;

import org.jspecify.annotations.NullMarked;
