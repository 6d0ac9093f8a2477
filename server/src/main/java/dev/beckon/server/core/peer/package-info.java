/** Peers: ids, profiles, permissions, and the data of a hello. */
@NullMarked
package dev.beckon.server.core.peer;

import org.jspecify.annotations.NullMarked;
