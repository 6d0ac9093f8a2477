package dev.beckon.server.tls;

import java.io.IOException;

/** Says in words for the operator which file is of no use for TLS, and why. */
public final class TlsException extends IOException {

    private static final long serialVersionUID = 1;

    TlsException(String message) {
        super(message);
    }

    TlsException(String message, Throwable cause) {
        super(message, cause);
    }
}
