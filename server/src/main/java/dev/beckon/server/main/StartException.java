package dev.beckon.server.main;

/** Says in words for the operator why the server could not start, and what to do about it. */
final class StartException extends Exception {

    private static final long serialVersionUID = 1;

    StartException(String message) {
        super(message);
    }

    StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
