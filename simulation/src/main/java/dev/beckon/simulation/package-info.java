/** Plays many peers and one server in virtual time, on one thread, from one seed, and checks what the design promises. */
@NullMarked
package dev.beckon.simulation;

import org.jspecify.annotations.NullMarked;
