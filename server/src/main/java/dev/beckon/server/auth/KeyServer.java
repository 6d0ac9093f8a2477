package dev.beckon.server.auth;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where public keys come from. Called on any thread; must not block. */
@FunctionalInterface
public interface KeyServer {

    /** All keys of now. Completes exceptionally when they cannot be had, with a message for the operator. */
    CompletionStage<List<VerificationKey>> fetch();
}
