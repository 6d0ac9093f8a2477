package dev.beckon.server.limits;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Addresses that count as one client: an IPv4 address, or an IPv6 /64, the usual assignment to a household (RFC 6177).
 */
record AddressGroup(InetAddress first) {

    private static final int V6_PREFIX_BYTES = 8;

    static AddressGroup of(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return new AddressGroup(address);
        }
        byte[] bytes = address.getAddress();
        Arrays.fill(bytes, V6_PREFIX_BYTES, bytes.length, (byte) 0);
        try {
            return new AddressGroup(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address of 16 bytes is none", impossible);
        }
    }
}
