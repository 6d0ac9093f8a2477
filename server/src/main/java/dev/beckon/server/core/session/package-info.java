/**
 * What Beckon is for: sessions, and the way of a signal from one to another. Knows neither gRPC nor Redis nor wall-clock
 * time, so that it can be simulated.
 */
@NullMarked
package dev.beckon.server.core.session;

import org.jspecify.annotations.NullMarked;
