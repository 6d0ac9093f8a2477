/** Who is in which room: membership, the numbered deltas, the limit. Owns the rooms' state. */
@NullMarked
package dev.beckon.server.rooms;

import org.jspecify.annotations.NullMarked;
