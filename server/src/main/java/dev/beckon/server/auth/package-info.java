/** Access tokens: verification, revocation, and signing for trials. Independent of any transport. */
@NullMarked
package dev.beckon.server.auth;

import org.jspecify.annotations.NullMarked;
