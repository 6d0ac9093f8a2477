package dev.beckon.server.tls;

import java.io.IOException;

/** A file cannot be used for TLS. The message is for the operator and names the file and the reason. */
public final class TlsException extends IOException {

    private static final long serialVersionUID = 1;

    TlsException(String message) {
        super(message);
    }

    TlsException(String message, Throwable cause) {
        super(message, cause);
    }
}
