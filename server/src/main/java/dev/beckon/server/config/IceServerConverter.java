package dev.beckon.server.config;

import dev.beckon.server.core.message.IceServer;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Parses a STUN or TURN server: {@code stun:host:port} (RFC 7064) or {@code
 * turn:host:port?transport=udp,user,credential} (RFC 7065 plus the credentials). The credential is the rest of the
 * text, so it may contain commas. Messages never contain what may be a credential.
 */
final class IceServerConverter implements ITypeConverter<IceServer> {

    private static final String HOST_AND_PORT = "(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9.-]+)(:\\d{1,5})?";
    private static final Pattern STUN = Pattern.compile("stuns?:" + HOST_AND_PORT);
    private static final Pattern TURN = Pattern.compile("turns?:" + HOST_AND_PORT + "(\\?transport=(udp|tcp))?");
    private static final String EXPECTED =
            "stun:HOST[:PORT], or turn:HOST[:PORT][?transport=udp|tcp],USERNAME,CREDENTIAL";

    @Override
    public IceServer convert(String text) {
        String[] parts = text.split(",", 3);
        if (STUN.matcher(parts[0]).matches()) {
            if (parts.length > 1) {
                throw wrong("more than a URL for " + parts[0]);
            }
            return new IceServer(List.of(parts[0]), "", "");
        }
        if (!TURN.matcher(parts[0]).matches()) {
            throw wrong("a URL that is neither STUN nor TURN");
        }
        if (parts.length < 3 || parts[1].isEmpty() || parts[2].isEmpty()) {
            throw wrong("no username and credential for " + parts[0]);
        }
        return new IceServer(List.of(parts[0]), parts[1], parts[2]);
    }

    /** Returns the text with the credential hidden. */
    static String masked(String text) {
        String[] parts = text.split(",", 3);
        return parts.length < 3 ? text : parts[0] + "," + parts[1] + ",****";
    }

    private static TypeConversionException wrong(String found) {
        return new TypeConversionException(found + " (expected: " + EXPECTED + ")");
    }
}
