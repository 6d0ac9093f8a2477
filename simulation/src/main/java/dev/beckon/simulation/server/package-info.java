/** A node built from the real core, whose stores answer with delays. */
@NullMarked
package dev.beckon.simulation.server;

import org.jspecify.annotations.NullMarked;
