package dev.beckon.server.files;

import java.io.IOException;

/** A file that is of no use; the message tells an operator which one, and why. */
public final class UnusableFileException extends IOException {

    private static final long serialVersionUID = 1L;

    public UnusableFileException(String message) {
        super(message);
    }

    public UnusableFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
