package dev.beckon.server.main;

import dev.beckon.server.auth.Revocations;
import dev.beckon.server.core.port.TokenVerifier;
import java.time.Duration;

/**
 * Who is let in, and for how long.
 *
 * @param asksForTokens false: the verifier lets everyone do everything
 * @param grace how long a session goes on after its token expired
 */
record AccessControl(TokenVerifier verifier, Revocations revocations, boolean asksForTokens, Duration grace) {}
