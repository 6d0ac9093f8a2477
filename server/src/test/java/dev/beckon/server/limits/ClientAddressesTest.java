package dev.beckon.server.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.server.limits.ClientAddresses.Header;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose word is taken. 10/8 and fd00::/8 are the trusted proxies. */
class ClientAddressesTest {

    private static final List<Subnet> PROXIES = List.of(Subnet.parse("10.0.0.0/8"), Subnet.parse("fd00::/8"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a stranger's word is nothing   | 203.0.113.9 | 192.0.2.1                       | 203.0.113.9",
                "not even about a proxy         | 203.0.113.9 | 10.0.0.1                        | 203.0.113.9",
                "a proxy's word is taken        | 10.0.0.1    | 203.0.113.9                     | 203.0.113.9",
                "only the part that it wrote    | 10.0.0.1    | 192.0.2.1, 203.0.113.9          | 203.0.113.9",
                "proxies in a row are passed    | 10.0.0.1    | 192.0.2.1, 203.0.113.9, 10.0.0.2 | 203.0.113.9",
                "up to a stranger in between    | 10.0.0.1    | 10.9.9.9, 203.0.113.9, 10.0.0.2 | 203.0.113.9",
                "all of the house               | 10.0.0.1    | 10.0.0.3, 10.0.0.2              | 10.0.0.3",
                "no header                      | 10.0.0.1    | ''                              | 10.0.0.1",
                "nonsense ends it               | 10.0.0.1    | 192.0.2.1, nonsense, 10.0.0.2   | 10.0.0.2",
                "a name is not looked up        | 10.0.0.1    | localhost                       | 10.0.0.1",
                "with a port                    | 10.0.0.1    | 203.0.113.9:4711                | 203.0.113.9",
                "IPv6                           | fd00::1     | 2001:db8::9                     | 2001:db8::9",
                "IPv6 with a port               | fd00::1     | [2001:db8::9]:4711              | 2001:db8::9",
                "IPv4 in IPv6                   | 10.0.0.1    | ::ffff:203.0.113.9              | 203.0.113.9",
            })
    void xForwardedFor(String what, String caller, String header, String expected) throws UnknownHostException {
        ClientAddresses addresses = new ClientAddresses(PROXIES, Header.X_FORWARDED_FOR);

        assertThat(addresses.resolve(address(caller), List.of(header))).as(what).isEqualTo(address(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "the example of the RFC      | 10.0.0.1 | for=192.0.2.43, for=198.51.100.17;by=203.0.113.60 | 198.51.100.17",
                "quoted, with a port         | 10.0.0.1 | for=\"[2001:db8:cafe::17]:4711\"                  | 2001:db8:cafe::17",
                "in any case and order       | 10.0.0.1 | proto=https; For=\"192.0.2.43:47011\"             | 192.0.2.43",
                "a proxy that does not tell  | 10.0.0.1 | for=192.0.2.43, for=unknown                       | 10.0.0.1",
                "nor by a name of its own    | 10.0.0.1 | for=192.0.2.43, for=_hidden                       | 10.0.0.1",
                "an open quote before        | 10.0.0.1 | for=\"192.0.2.43, for=203.0.113.9                 | 203.0.113.9",
                "a stranger                  | 192.0.2.1 | for=203.0.113.9                                  | 192.0.2.1",
            })
    void forwarded(String what, String caller, String header, String expected) throws UnknownHostException {
        ClientAddresses addresses = new ClientAddresses(PROXIES, Header.FORWARDED);

        assertThat(addresses.resolve(address(caller), List.of(header))).as(what).isEqualTo(address(expected));
    }

    @Test
    void severalHeaders_areOneList() throws UnknownHostException {
        ClientAddresses addresses = new ClientAddresses(PROXIES, Header.X_FORWARDED_FOR);

        assertThat(addresses.resolve(address("10.0.0.1"), List.of("192.0.2.1", "203.0.113.9", "10.0.0.2")))
                .isEqualTo(address("203.0.113.9"));
    }

    private static InetAddress address(String literal) throws UnknownHostException {
        return InetAddress.getByName(literal);
    }
}
