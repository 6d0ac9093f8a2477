/** Rooms: membership, numbered changes, the member limit. Owns the rooms' state. */
@NullMarked
package dev.beckon.server.rooms;

import org.jspecify.annotations.NullMarked;
