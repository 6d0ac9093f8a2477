package dev.beckon.server.transport.web;

import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS of the web port. Both managers are used at each handshake, so that their content may change.
 *
 * @param identity the server's certificate and key
 * @param clients validates client certificates, which each connection then needs; null: none are requested
 */
public record WebTls(X509ExtendedKeyManager identity, @Nullable X509ExtendedTrustManager clients) {}
