package dev.beckon.server.limits;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Forwarding headers as a client writes them, each behind what a trusted proxy appended. Input: the header, ISO 8859-1 as
 * HTTP has it.
 */
class AddressFuzz {

    private static final List<Subnet> PROXIES = List.of(Subnet.parse("10.0.0.0/8"), Subnet.parse("fd00::/8"));
    private static final InetAddress STRANGER = address("203.0.113.9");
    private static final InetAddress PROXY = address("10.0.0.1");

    @FuzzTest
    void headers(byte[] input) {
        String header = new String(input, StandardCharsets.ISO_8859_1);
        check(ClientAddresses.Header.X_FORWARDED_FOR, header, STRANGER.getHostAddress());
        check(ClientAddresses.Header.FORWARDED, header, "for=" + STRANGER.getHostAddress());
    }

    private static void check(ClientAddresses.Header kind, String header, String appended) {
        ClientAddresses addresses = new ClientAddresses(PROXIES, kind);

        assertThat(addresses.resolve(STRANGER, List.of(header)))
                .as("a stranger's word")
                .isEqualTo(STRANGER);
        assertThat(addresses.resolve(PROXY, List.of(header, appended)))
                .as("what the proxy appended")
                .isEqualTo(STRANGER);
        assertThat(addresses.resolve(PROXY, List.of(header + "," + appended)))
                .as("what the proxy appended to the same line")
                .isEqualTo(STRANGER);
        // Made up by whoever the proxy lets through: any address, but never an exception.
        assertThat(addresses.resolve(PROXY, List.of(header))).isNotNull();
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
