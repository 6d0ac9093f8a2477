/** Clients made of the real session package, and the apps and people who use them. */
@NullMarked
package dev.beckon.simulation.client;

import org.jspecify.annotations.NullMarked;
