/** The STUN and TURN servers for clients. */
@NullMarked
package dev.beckon.server.ice;

import org.jspecify.annotations.NullMarked;
