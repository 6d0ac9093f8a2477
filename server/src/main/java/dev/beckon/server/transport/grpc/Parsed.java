package dev.beckon.server.transport.grpc;

/** A received message, or why it could not be decoded. */
sealed interface Parsed<T> {

    /** The decoded message. */
    record Message<T>(T value) implements Parsed<T> {}

    /** The message exceeds the limit and was not decoded. */
    record TooLarge<T>(int bytes) implements Parsed<T> {}

    /** The bytes are not a message of the contract. */
    record Malformed<T>() implements Parsed<T> {}
}
