/**
 * gRPC-Web over HTTP/1.1 and HTTP/2: turns a POST into an {@link io.grpc.ServerCall} for the same service definitions
 * that the native port serves. Follows PROTOCOL-WEB.md and PROTOCOL-HTTP2.md of the gRPC project.
 */
@NullMarked
package dev.beckon.server.transport.web.grpcweb;

import org.jspecify.annotations.NullMarked;
