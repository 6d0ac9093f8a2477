package dev.beckon.server.core.peer;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a value that many clients are told keeps its encoded form: the first that needs it makes it, all share it. It says
 * nothing about the value, so that any two are equal. Callable from any thread; two at once may both make it.
 */
public final class SharedEncoding {

    private volatile @Nullable Object encoded;

    /** The encoded form, which {@code encode} makes if there is none yet. Each value is encoded into one type only. */
    public <E> E get(Class<E> type, Supplier<E> encode) {
        Object made = encoded;
        if (made == null) {
            made = encode.get();
            encoded = made;
        }
        return type.cast(made);
    }

    /** Whether somebody needed it already. */
    public boolean isMade() {
        return encoded != null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SharedEncoding;
    }

    @Override
    public int hashCode() {
        return 1;
    }

    @Override
    public String toString() {
        return isMade() ? "made" : "not made";
    }
}
