package dev.beckon.simulation.server;

import dev.beckon.simulation.time.Dice;
import dev.beckon.simulation.time.World;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The path to a store and back: calls take effect in order, answers return in any order. */
final class Line {

    private final World world;
    private final Dice dice;
    private final long delay;
    private final BooleanSupplier isDead;
    private long lastEffect;

    /**
     * Creates a path.
     *
     * @param delay how long each direction takes, in nanoseconds; 0: everything happens at once
     * @param isDead whether the node is lost, so that nothing more happens
     */
    Line(World world, Dice dice, long delay, BooleanSupplier isDead) {
        this.world = world;
        this.dice = dice;
        this.delay = delay;
        this.isDead = isDead;
    }

    <T> CompletionStage<T> call(Supplier<CompletionStage<T>> effect) {
        return delay == 0 && lastEffect <= world.now() ? effect.get() : later(delay, effect);
    }

    /** Like {@link #call}, but never at once: for calls that the core makes in no particular order. */
    <T> CompletionStage<T> callLater(Supplier<CompletionStage<T>> effect) {
        return later(Math.max(delay, World.MICRO), effect);
    }

    private <T> CompletionStage<T> later(long mean, Supplier<CompletionStage<T>> effect) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        lastEffect = Math.max(lastEffect + 1, world.now() + 1 + dice.around(mean));
        world.after(lastEffect - world.now(), () -> {
            if (isDead.getAsBoolean()) {
                return;
            }
            CompletionStage<T> done = effect.get();
            world.after(dice.around(mean), () -> {
                if (!isDead.getAsBoolean()) {
                    done.whenComplete((value, failure) -> {
                        if (failure == null) {
                            answer.complete(value);
                        } else {
                            answer.completeExceptionally(failure);
                        }
                    });
                }
            });
        });
        return answer;
    }
}
