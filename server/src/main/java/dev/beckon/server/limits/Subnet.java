package dev.beckon.server.limits;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * A network in the notation of RFC 4632, section 3.1, and RFC 4291, section 2.3: "10.0.0.0/8", "fd00::/8". An address
 * alone is a network of one. Two networks are equal if their texts are.
 */
public final class Subnet {

    private final String text;
    private final IpSubnetFilterRule rule;

    private Subnet(String text, IpSubnetFilterRule rule) {
        this.text = text;
        this.rule = rule;
    }

    /**
     * Parses a network.
     *
     * @throws IllegalArgumentException if the text is not a network, or has bits set after the prefix
     */
    public static Subnet parse(String text) {
        int slash = text.indexOf('/');
        String literal = slash < 0 ? text : text.substring(0, slash);
        // Checked first: a host name would cause a DNS lookup.
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(literal);
        if (bytes == null || literal.indexOf('%') >= 0) {
            throw new IllegalArgumentException("no address: " + literal);
        }
        int bits = bytes.length * Byte.SIZE;
        int prefix = slash < 0 ? bits : prefix(text.substring(slash + 1), bits);
        try {
            InetAddress address = InetAddress.getByAddress(bytes);
            if (address.getAddress().length != bytes.length) {
                throw new IllegalArgumentException("write an IPv4-mapped address as IPv4: " + literal);
            }
            requireNoHostBits(bytes, prefix);
            return new Subnet(text, new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT));
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException("no address: " + literal, impossible);
        }
    }

    public boolean contains(InetAddress address) {
        return rule.matches(new InetSocketAddress(address, 0));
    }

    private static int prefix(String digits, int bits) {
        int prefix = digits.matches("\\d{1,3}") ? Integer.parseInt(digits) : -1;
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException("no prefix of " + bits + " bits: " + digits);
        }
        return prefix;
    }

    private static void requireNoHostBits(byte[] bytes, int prefix) {
        for (int bit = prefix; bit < bytes.length * Byte.SIZE; bit++) {
            if ((bytes[bit / Byte.SIZE] >> (Byte.SIZE - 1 - bit % Byte.SIZE) & 1) != 0) {
                throw new IllegalArgumentException("bits behind the prefix /" + prefix + " are set");
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Subnet subnet && subnet.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
