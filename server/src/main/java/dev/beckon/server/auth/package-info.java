/** Access tokens: what they are worth, which were revoked, and how one is made for trying out. Knows no transport. */
@NullMarked
package dev.beckon.server.auth;

import org.jspecify.annotations.NullMarked;
