package dev.beckon.server.core.port;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A page of a list ordered by id.
 *
 * @param items fewer than requested if some disappeared meanwhile
 * @param next the id after which the next page begins; "" if this is the last page
 * @param total the total number of ids
 */
public record Page<T>(List<T> items, String next, int total) {

    public Page {
        items = List.copyOf(items);
    }

    /**
     * Selects a page.
     *
     * @param prefix only ids with this prefix
     * @param after only ids greater than this; "" for the first page
     * @param limit maximum number of items, at least 1
     */
    public record Query(String prefix, String after, int limit) {

        private boolean includes(String id) {
            return id.startsWith(prefix) && id.compareTo(after) > 0;
        }
    }

    /**
     * Selects ids and looks up each.
     *
     * @param ids distinct, in any order
     * @param look returns empty for an item that disappeared meanwhile
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
