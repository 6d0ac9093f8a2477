package dev.beckon.client.internal.connection;

/** Maps enums by their names, which are the same in the contract and in the API (checked by a test). */
final class Names {

    private Names() {}

    /** The constant with the name of {@code value}; {@code fallback} for a value that this version does not know. */
    static <E extends Enum<E>> E map(Enum<?> value, Class<E> type, E fallback) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(value.name())) {
                return constant;
            }
        }
        return fallback;
    }
}
