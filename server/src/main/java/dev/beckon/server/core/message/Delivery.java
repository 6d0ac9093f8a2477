package dev.beckon.server.core.message;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What became of a signal that was handed to a receiver. */
public sealed interface Delivery {

    /** The receiving session has it. */
    record Taken() implements Delivery {}

    /** It was certainly not handed over. */
    record Rejected(Refusal refusal) implements Delivery {}

    /** The common case, made once. */
    CompletionStage<Delivery> TAKEN = CompletableFuture.completedFuture(new Taken());

    static CompletionStage<Delivery> rejected(Refusal refusal) {
        return CompletableFuture.completedFuture(new Rejected(refusal));
    }
}
