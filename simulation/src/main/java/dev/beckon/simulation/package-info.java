/**
 * Simulates many peers and one server in virtual time, on one thread, from one seed, and checks the guarantees of the
 * design.
 */
@NullMarked
package dev.beckon.simulation;

import org.jspecify.annotations.NullMarked;
