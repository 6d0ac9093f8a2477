/**
 * The core: sessions, and the routing of signals between them. Independent of gRPC, Redis and wall-clock time, so that
 * it can be simulated.
 */
@NullMarked
package dev.beckon.server.core.session;

import org.jspecify.annotations.NullMarked;
