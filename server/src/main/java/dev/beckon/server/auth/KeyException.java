package dev.beckon.server.auth;

import java.io.IOException;

/** A key cannot be used. The message is for the operator and never contains key material. */
public final class KeyException extends IOException {

    private static final long serialVersionUID = 1;

    KeyException(String message) {
        super(message);
    }

    KeyException(String message, Throwable cause) {
        super(message, cause);
    }
}
