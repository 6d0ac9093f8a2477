package dev.beckon.server.auth;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses keys in PEM format (RFC 7468). */
final class Pem {

    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
    private static final String PUBLIC = "PUBLIC KEY";
    private static final String PRIVATE = "PRIVATE KEY";
    private static final List<String> KINDS = List.of("RSA", "EC", Ed25519.NAME);

    private record Block(String label, String base64) {

        byte[] content() throws KeyException {
            try {
                return Base64.getMimeDecoder().decode(base64);
            } catch (IllegalArgumentException malformed) {
                throw new KeyException("a PEM block whose content is not base64");
            }
        }
    }

    @FunctionalInterface
    private interface Decoding<K> {
        K with(KeyFactory factory) throws InvalidKeySpecException;
    }

    private Pem() {}

    /** Returns the public keys in the text, at least one. Refuses any other block. */
    static List<PublicKey> publicKeys(String text) throws KeyException {
        List<PublicKey> keys = new ArrayList<>();
        for (Block block : blocks(text)) {
            if (block.label().contains(PRIVATE)) {
                throw new KeyException("a private key (expected: the public key that belongs to it; "
                        + "openssl pkey -pubout makes it)");
            }
            requireLabel(block, PUBLIC, "openssl pkey -pubout makes one");
            X509EncodedKeySpec key = new X509EncodedKeySpec(block.content());
            keys.add(decode(factory -> factory.generatePublic(key)));
        }
        return keys;
    }

    /** Returns the only private key in the text. */
    static PrivateKey privateKey(String text) throws KeyException {
        List<Block> blocks = blocks(text);
        if (blocks.size() > 1) {
            throw new KeyException(blocks.size() + " PEM blocks (expected: one private key)");
        }
        Block block = blocks.getFirst();
        requireLabel(block, PRIVATE, "openssl pkcs8 -topk8 -nocrypt makes one");
        PKCS8EncodedKeySpec key = new PKCS8EncodedKeySpec(block.content());
        return decode(factory -> factory.generatePrivate(key));
    }

    private static void requireLabel(Block block, String label, String advice) throws KeyException {
        if (!block.label().equals(label)) {
            throw new KeyException("'BEGIN " + block.label() + "' (expected: 'BEGIN " + label + "'; " + advice + ")");
        }
    }

    private static List<Block> blocks(String text) throws KeyException {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
        if (blocks.isEmpty()) {
            throw new KeyException("no PEM text (expected: -----BEGIN ...)");
        }
        return blocks;
    }

    /** The encoding contains the kind of key; the factories of other kinds refuse it. */
    private static <K> K decode(Decoding<K> decoding) throws KeyException {
        for (String kind : KINDS) {
            try {
                return decoding.with(KeyFactory.getInstance(kind));
            } catch (InvalidKeySpecException anotherKind) {
                // Try the next kind.
            } catch (GeneralSecurityException absent) {
                throw new KeyException("this JDK knows no keys of kind " + kind, absent);
            }
        }
        throw new KeyException("a key of an unknown kind, or a damaged one (expected: RSA, P-256 or Ed25519)");
    }
}
