package dev.beckon.server.main;

/** The server could not start. The message is for the operator: the reason and the remedy. */
final class StartException extends Exception {

    private static final long serialVersionUID = 1;

    StartException(String message) {
        super(message);
    }

    StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
