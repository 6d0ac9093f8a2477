package dev.beckon.server.tls;

import io.grpc.util.CertificateUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

/** Reads PEM files. Errors say what is wrong. */
final class Certificates {

    private static final byte[] PROBE =
            "signed to see whether key and certificate belong together".getBytes(StandardCharsets.UTF_8);

    private Certificates() {}

    /** Returns all certificates in a file, at least one. */
    static X509Certificate[] read(Path file, byte[] content) throws TlsException {
        try {
            X509Certificate[] certificates = CertificateUtils.getX509Certificates(new ByteArrayInputStream(content));
            if (certificates.length > 0) {
                return certificates;
            }
        } catch (CertificateException malformed) {
            throw new TlsException(file + ": no certificates (expected: PEM, -----BEGIN CERTIFICATE-----)", malformed);
        }
        throw new TlsException(file + ": no certificates (expected: PEM, -----BEGIN CERTIFICATE-----)");
    }

    /** Returns the private key in a file. */
    static PrivateKey readKey(Path file, byte[] content) throws TlsException {
        String expected = " (expected: PEM, unencrypted PKCS #8, RSA or EC: -----BEGIN PRIVATE KEY-----; "
                + "openssl pkcs8 -topk8 -nocrypt makes one)";
        if (!new String(content, StandardCharsets.ISO_8859_1).contains("-----BEGIN PRIVATE KEY-----")) {
            throw new TlsException(file + ": no private key" + expected);
        }
        try {
            return CertificateUtils.getPrivateKey(new ByteArrayInputStream(content));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException malformed) {
            // The cause is dropped: its message may contain a part of the key.
            throw new TlsException(file + ": a private key that cannot be used" + expected);
        }
    }

    static boolean belongTogether(X509Certificate certificate, PrivateKey key) {
        String algorithm = "SHA256with" + (key.getAlgorithm().equals("EC") ? "ECDSA" : key.getAlgorithm());
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException doNotFit) {
            return false;
        }
    }
}
