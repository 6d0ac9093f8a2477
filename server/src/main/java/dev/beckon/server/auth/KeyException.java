package dev.beckon.server.auth;

import java.io.IOException;

/** Says in words for the operator why a key cannot be used. The message never repeats what may be a secret. */
public final class KeyException extends IOException {

    private static final long serialVersionUID = 1;

    KeyException(String message) {
        super(message);
    }

    KeyException(String message, Throwable cause) {
        super(message, cause);
    }
}
