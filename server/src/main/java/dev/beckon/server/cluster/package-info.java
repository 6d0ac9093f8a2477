/** Implementations of the core's stores. They are in memory, belong to one node and complete at once. */
@NullMarked
package dev.beckon.server.cluster;

import org.jspecify.annotations.NullMarked;
