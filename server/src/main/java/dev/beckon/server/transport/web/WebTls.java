package dev.beckon.server.transport.web;

import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS of the web port. Asked at each handshake, so that what they say may change.
 *
 * @param identity the server's certificate and key
 * @param clients whose client certificates are taken, each connection needs one; null: none is asked for
 */
public record WebTls(X509ExtendedKeyManager identity, @Nullable X509ExtendedTrustManager clients) {}
