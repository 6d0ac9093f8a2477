/** How often and how much strangers may ask at the doors, and who they are behind proxies. */
@NullMarked
package dev.beckon.server.limits;

import org.jspecify.annotations.NullMarked;
