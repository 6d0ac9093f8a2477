package dev.beckon.client.internal.connection;

/** Maps enum constants by name. The names in the contract and in the API are the same (checked by a test). */
final class Names {

    private Names() {}

    /** Returns the constant with the name of {@code value}, or {@code fallback} for a value unknown to this version. */
    static <E extends Enum<E>> E map(Enum<?> value, Class<E> type, E fallback) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(value.name())) {
                return constant;
            }
        }
        return fallback;
    }
}
