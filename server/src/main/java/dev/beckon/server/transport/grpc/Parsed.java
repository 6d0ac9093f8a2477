package dev.beckon.server.transport.grpc;

/** A message as it came from a stranger: decoded, or why not. */
sealed interface Parsed<T> {

    /** It could be decoded. */
    record Message<T>(T value) implements Parsed<T> {}

    /** It is larger than allowed and was not read. */
    record TooLarge<T>(int bytes) implements Parsed<T> {}

    /** It is not what the contract describes. */
    record Malformed<T>() implements Parsed<T> {}
}
