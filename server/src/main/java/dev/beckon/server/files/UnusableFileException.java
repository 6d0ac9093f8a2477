package dev.beckon.server.files;

import java.io.IOException;

/** A file is unusable; the message names the file and the reason, for the operator. */
public final class UnusableFileException extends IOException {

    private static final long serialVersionUID = 1L;

    public UnusableFileException(String message) {
        super(message);
    }

    public UnusableFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
