package dev.beckon.server.core.port;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A part of a list in the order of ids.
 *
 * @param items fewer than were asked for, where some went away meanwhile
 * @param next the id after which the next page begins; "" if this is the last
 * @param total how many there are in all
 */
public record Page<T>(List<T> items, String next, int total) {

    public Page {
        items = List.copyOf(items);
    }

    /**
     * Which part.
     *
     * @param prefix only ids that begin with this
     * @param after only ids behind this one; "" from the first on
     * @param limit most items, at least 1
     */
    public record Query(String prefix, String after, int limit) {

        private boolean includes(String id) {
            return id.startsWith(prefix) && id.compareTo(after) > 0;
        }
    }

    /**
     * Picks ids, and looks at each.
     *
     * @param ids each once, in any order
     * @param look gives nothing for what went away meanwhile
     */
    public static <T> CompletionStage<Page<T>> of(
            Collection<String> ids, Query query, Function<String, CompletionStage<Optional<T>>> look) {
        List<String> picked = ids.stream()
                .filter(query::includes)
                .sorted()
                .limit(query.limit() + 1L)
                .toList();
        boolean isLast = picked.size() <= query.limit();
        List<String> shown = isLast ? picked : picked.subList(0, query.limit());
        List<CompletableFuture<Optional<T>>> looks =
                shown.stream().map(id -> look.apply(id).toCompletableFuture()).toList();
        return CompletableFuture.allOf(looks.toArray(CompletableFuture<?>[]::new))
                .thenApply(all -> new Page<>(
                        looks.stream().flatMap(each -> each.join().stream()).toList(),
                        isLast ? "" : shown.getLast(),
                        ids.size()));
    }
}
