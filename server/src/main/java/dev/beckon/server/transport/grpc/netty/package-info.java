/** Netty handlers that limit the connections of native gRPC. */
@NullMarked
package dev.beckon.server.transport.grpc.netty;

import org.jspecify.annotations.NullMarked;
