/**
 * What Beckon is for: sessions, and the way of a signal from one to another. Knows neither gRPC nor Redis nor wall-clock
 * time; executors, clock and stores are passed in, so that it can be simulated.
 */
@NullMarked
package dev.beckon.server.core;

import org.jspecify.annotations.NullMarked;
