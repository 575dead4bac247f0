package org.ringcast.daemon.config;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Who may connect by the IP method: the contents of {@code spread.access_ip}. Everybody else is refused (see
 * docs/configuration.md, "Access file"). Immutable.
 */
public final class AccessList {
    /** Most lines that can hold a rule; the rest of a larger file is rejected. */
    static final int MAX_RULES = 100_000;

    /** Most rejected lines and warnings that are told; a file of garbage has no more to say. */
    private static final int MAX_TOLD = 100;

    private static final int V4_MAPPED_PREFIX = 96;
    private static final byte[] V4_MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    /**
     * A line that is not followed.
     *
     * @param line 1-based
     * @param text as written
     * @param reason what is wrong with it
     */
    public record Rejected(int line, String text, String reason) {
        @Override
        public String toString() {
            return "line " + line + ": " + reason + ": '" + Text.excerpt(text) + "'";
        }
    }

    /** A network: the first {@code prefix} bits of the address count. IPv4 networks are kept as IPv4. */
    private static final class Network {
        private final byte[] address;
        private final int prefix;

        Network(byte[] address, int prefix) {
            this.address = address;
            this.prefix = prefix;
        }

        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            int whole = prefix / 8;
            int rest = prefix % 8;
            if (!Arrays.equals(address, 0, whole, other, 0, whole)) {
                return false;
            }
            int mask = (0xFF00 >> rest) & 0xFF;
            return rest == 0 || ((address[whole] ^ other[whole]) & mask) == 0;
        }
    }

    private final List<Network> networks;
    private final boolean unixClients;
    private final List<Rejected> rejected;
    private final List<ConfigWarning> warnings;

    private AccessList(Reader reader) {
        networks = List.copyOf(reader.networks);
        unixClients = reader.unixClients;
        rejected = List.copyOf(reader.rejected);
        warnings = List.copyOf(reader.warnings);
    }

    /** The list of a file. Lines that cannot be understood allow nobody and are told by {@link #rejected()}. */
    public static AccessList parse(byte[] content) {
        Reader reader = new Reader();
        reader.read(Text.of(content, 0, content.length));
        return new AccessList(reader);
    }

    /** The list of no file: nobody may connect. */
    public static AccessList empty() {
        return parse(new byte[0]);
    }

    /** Whether a client with this address may connect. An IPv4 address that came as IPv6 counts as IPv4. */
    public boolean permits(InetAddress client) {
        byte[] address = unmapped(client.getAddress());
        return networks.stream().anyMatch(n -> n.contains(address));
    }

    /** Whether clients of the Unix socket may connect. */
    public boolean permitsUnix() {
        return unixClients;
    }

    /** The first lines that are not followed. */
    public List<Rejected> rejected() {
        return rejected;
    }

    /** Lines that are followed, but perhaps do not say what was meant. */
    public List<ConfigWarning> warnings() {
        return warnings;
    }

    private static byte[] unmapped(byte[] address) {
        boolean mapped = address.length == 16 && Arrays.equals(address, 0, 12, V4_MAPPED, 0, 12);
        return mapped ? Arrays.copyOfRange(address, 12, 16) : address;
    }

    private static final class Reader {
        private final List<Network> networks = new ArrayList<>();
        private final List<Rejected> rejected = new ArrayList<>();
        private final List<ConfigWarning> warnings = new ArrayList<>();
        private boolean unixClients;

        void read(String content) {
            String[] lines = content.split("\n", -1);
            for (int i = 0; i < lines.length; i++) {
                String text = lines[i];
                int hash = text.indexOf('#');
                String rule = (hash < 0 ? text : text.substring(0, hash)).strip();
                if (rule.isEmpty()) {
                    continue;
                }
                if (networks.size() == MAX_RULES) {
                    rejected.add(
                            new Rejected(i + 1, text.strip(), "too many lines, this and all after it are ignored"));
                    return;
                }
                rule(i + 1, rule);
            }
        }

        private void rule(int line, String rule) {
            if (rule.startsWith("unix")) {
                keyword(line, rule, "unix");
                unixClients = true;
            } else if (rule.startsWith("local")) {
                keyword(line, rule, "local");
                networks.add(new Network(new byte[] {127, 0, 0, 0}, 8));
                byte[] loopback = new byte[16];
                loopback[15] = 1;
                networks.add(new Network(loopback, 128));
            } else {
                network(line, rule);
            }
        }

        /** Only the beginning of these lines counts in Spread, so {@code localhost} says {@code local}. */
        private void keyword(int line, String rule, String word) {
            if (!rule.equals(word)) {
                warn(line, rule, "Taken for '" + word + "'.", "");
            }
        }

        private void network(int line, String rule) {
            int slash = rule.indexOf('/');
            String text = (slash < 0 ? rule : rule.substring(0, slash)).strip();
            InetAddress address = AddressText.parseIpv4(text);
            if (address == null) {
                address = AddressText.parseIpv6(text, 0);
            }
            if (address == null) {
                address = mapped(text);
            }
            if (address == null) {
                reject(line, rule, "not 'unix', 'local' or an address with or without /prefix");
                return;
            }
            int bits = address.getAddress().length * 8;
            int prefix = slash < 0 ? bits : prefix(rule.substring(slash + 1).strip(), bits);
            if (prefix < 0) {
                reject(line, rule, "the prefix is not a number from 0 to " + bits);
                return;
            }
            byte[] masked = masked(address.getAddress(), prefix);
            if (!Arrays.equals(masked, address.getAddress())) {
                warn(
                        line,
                        rule,
                        "Bits behind the prefix are set.",
                        "The line allows the whole network; in Spread it never matches. Write "
                                + network(masked, prefix) + ".");
            }
            boolean v4InV6 =
                    masked.length == 16 && prefix >= V4_MAPPED_PREFIX && Arrays.equals(masked, 0, 12, V4_MAPPED, 0, 12);
            networks.add(
                    v4InV6 ? new Network(unmapped(masked), prefix - V4_MAPPED_PREFIX) : new Network(masked, prefix));
        }

        private static String network(byte[] address, int prefix) {
            InetAddress network = address.length == 4 ? AddressText.ipv4(address) : AddressText.ipv6(address, 0);
            return AddressText.display(network) + "/" + prefix;
        }

        /** {@code ::ffff:1.2.3.4}, which spread.conf does not know. */
        private static InetAddress mapped(String text) {
            int colon = text.lastIndexOf(':');
            Inet4Address tail = colon < 0 ? null : AddressText.parseIpv4(text.substring(colon + 1));
            if (tail == null || !text.substring(0, colon).equalsIgnoreCase("::ffff")) {
                return null;
            }
            byte[] bytes = Arrays.copyOf(V4_MAPPED, 16);
            System.arraycopy(tail.getAddress(), 0, bytes, 12, 4);
            return AddressText.ipv6(bytes, 0);
        }

        private static int prefix(String text, int bits) {
            if (!ConfigLexer.isNumber(text)) {
                return -1;
            }
            int prefix = Integer.parseInt(text);
            return prefix <= bits ? prefix : -1;
        }

        private static byte[] masked(byte[] address, int prefix) {
            byte[] masked = address.clone();
            for (int bit = prefix; bit < masked.length * 8; bit++) {
                masked[bit / 8] &= (byte) ~(0x80 >> bit % 8);
            }
            return masked;
        }

        private void reject(int line, String rule, String reason) {
            if (rejected.size() < MAX_TOLD) {
                rejected.add(new Rejected(line, rule, reason));
            }
        }

        private void warn(int line, String rule, String text, String hint) {
            warnings.add(new ConfigWarning(ConfigWarning.Kind.ACCESS_FILE, new Position(line, 1), rule, text, hint));
        }
    }
}
