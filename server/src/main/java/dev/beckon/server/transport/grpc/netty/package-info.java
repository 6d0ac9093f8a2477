/** What Netty must be told so that no connection of native gRPC asks for more than its share. */
@NullMarked
package dev.beckon.server.transport.grpc.netty;

import org.jspecify.annotations.NullMarked;
