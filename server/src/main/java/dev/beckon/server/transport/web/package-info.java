/** The web port: gRPC-Web for browsers, the demo's files, health. Runs on Vert.x and knows no sessions. */
@NullMarked
package dev.beckon.server.transport.web;

import org.jspecify.annotations.NullMarked;
