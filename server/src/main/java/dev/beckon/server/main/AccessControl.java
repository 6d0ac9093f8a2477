package dev.beckon.server.main;

import dev.beckon.server.auth.Revocations;
import dev.beckon.server.core.port.TokenVerifier;
import java.time.Duration;

/**
 * Token verification and its settings.
 *
 * @param asksForTokens false: the verifier grants everything
 * @param grace how long a session continues after its token has expired
 */
record AccessControl(TokenVerifier verifier, Revocations revocations, boolean asksForTokens, Duration grace) {}
