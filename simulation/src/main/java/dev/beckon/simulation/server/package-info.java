/** A node made of the real core, whose stores answer when they please. */
@NullMarked
package dev.beckon.simulation.server;

import org.jspecify.annotations.NullMarked;
