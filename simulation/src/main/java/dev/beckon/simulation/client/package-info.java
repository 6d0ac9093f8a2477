/** Clients built from the real session package, and the apps and people that use them. */
@NullMarked
package dev.beckon.simulation.client;

import org.jspecify.annotations.NullMarked;
