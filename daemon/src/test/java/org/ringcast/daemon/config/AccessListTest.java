package org.ringcast.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The access file, line by line. */
class AccessListTest {
    private static AccessList list(String content) {
        return AccessList.parse(content.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static boolean permits(AccessList list, String address) {
        return list.permits(ConfigVectors.address(address));
    }

    @Test
    void check11_wholeAddresses() {
        AccessList list = list("10.1.2.3\n10.1.2.4/32\n");
        assertThat(permits(list, "10.1.2.3")).isTrue();
        assertThat(permits(list, "10.1.2.4")).isTrue();
        assertThat(permits(list, "10.1.2.5")).isFalse();
        assertThat(permits(list, "fd88::1")).isFalse();
        assertThat(list.permitsUnix()).isFalse();
        assertThat(list.rejected()).isEmpty();
        assertThat(list.warnings()).isEmpty();
    }

    @Test
    void check11_networks() {
        AccessList list = list("10.88.0.0/24\n192.168.128.0/17");
        assertThat(permits(list, "10.88.0.0")).isTrue();
        assertThat(permits(list, "10.88.0.255")).isTrue();
        assertThat(permits(list, "10.88.1.0")).isFalse();
        assertThat(permits(list, "192.168.128.0")).isTrue();
        assertThat(permits(list, "192.168.255.255")).isTrue();
        assertThat(permits(list, "192.168.127.255")).isFalse();
    }

    @Test
    void check11_defect21_hostBitsAreMaskedWithAWarning() {
        AccessList list = list("# net\n10.88.0.1/24\n");
        assertThat(permits(list, "10.88.0.77")).isTrue();
        assertThat(list.warnings()).singleElement().satisfies(w -> {
            assertThat(w.position()).isEqualTo(new Position(2, 1));
            assertThat(w.hint()).contains("10.88.0.0/24");
        });
    }

    @Test
    void check11_defect21_prefixZeroIsEverybodyOfThatFamily() {
        assertThat(permits(list("0.0.0.0/0"), "203.0.113.9")).isTrue();
        assertThat(permits(list("0.0.0.0/0"), "fd88::1")).isFalse();
        assertThat(permits(list("::/0"), "fd88::1")).isTrue();
        assertThat(permits(list("::/0"), "203.0.113.9")).isFalse();
    }

    @Test
    void check11_defect21_blankLinesAndCommentsEndNothing() {
        AccessList list = list("\n# a\n  \t\r\n10.0.0.1 # b\r\n\n10.0.0.2\n");
        assertThat(permits(list, "10.0.0.1")).isTrue();
        assertThat(permits(list, "10.0.0.2")).isTrue();
        assertThat(list.rejected()).isEmpty();
    }

    @Test
    void check11_defect21_garbageIsToldAndAllowsNobody() {
        AccessList list = list("hello\n10.0.0\n10.0.0.256\n10.0.0.1/33\n10.0.0.1/x\n10.0.0.1/\n10.0.0.01\nfd88::1/129\n"
                + "10.0.0.1 10.0.0.2\n/8\n10.9.9.9");
        assertThat(list.rejected())
                .extracting(AccessList.Rejected::line)
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(list.rejected().get(0))
                .hasToString("line 1: not 'unix', 'local' or an address with or without /prefix: 'hello'");
        assertThat(permits(list, "10.0.0.1")).isFalse();
        assertThat(permits(list, "10.9.9.9")).isTrue();
    }

    @Test
    void defect21_unixClients() {
        AccessList list = list("unix\n");
        assertThat(list.permitsUnix()).isTrue();
        assertThat(permits(list, "127.0.0.1")).isFalse();
        assertThat(list("unix socket").permitsUnix()).isTrue();
        assertThat(list("unix socket").warnings()).hasSize(1);
    }

    @Test
    void localIsTheLoopbackOfBothFamilies() {
        AccessList list = list("local");
        assertThat(permits(list, "127.0.0.1")).isTrue();
        assertThat(permits(list, "127.255.0.1")).isTrue();
        assertThat(permits(list, "128.0.0.1")).isFalse();
        assertThat(permits(list, "::1")).isTrue();
        assertThat(list.permitsUnix()).isFalse();
        assertThat(list("localhost").warnings()).hasSize(1);
        assertThat(permits(list("localhost"), "127.0.0.1")).isTrue();
    }

    @Test
    void defect21_ipv6Networks() {
        AccessList list = list("fd88::/33\nfe80::1");
        assertThat(permits(list, "fd88::1")).isTrue();
        assertThat(permits(list, "fd88:0:7fff::1")).isTrue();
        assertThat(permits(list, "fd88:0:8000::1")).isFalse();
        assertThat(permits(list, "fe80::1")).isTrue();
        assertThat(list.permits(AddressText.parseIpv6("fe80::1", 2))).isTrue();
    }

    @Test
    void ipv4ClientsOfAnIpv6ListenerCountAsIpv4() {
        assertThat(list("10.88.0.0/24").permits(AddressText.parseIpv6("::ffff:a58:1", 0)))
                .isTrue();
        assertThat(list("10.88.0.0/24").permits(AddressText.parseIpv6("::ffff:a59:1", 0)))
                .isFalse();
        assertThat(permits(list("::ffff:10.88.0.0/120"), "10.88.0.9")).isTrue();
        assertThat(permits(list("::ffff:10.88.0.0/120"), "10.88.1.9")).isFalse();
    }

    @Test
    void noFileAllowsNobody() {
        assertThat(AccessList.empty().permitsUnix()).isFalse();
        assertThat(permits(AccessList.empty(), "127.0.0.1")).isFalse();
    }

    /** Against the definition, bit by bit. */
    @Test
    void networksAgreeWithTheirDefinition() {
        Random random = new Random(7);
        for (int round = 0; round < 5000; round++) {
            byte[] network = new byte[4];
            random.nextBytes(network);
            int prefix = random.nextInt(33);
            byte[] client = network.clone();
            int flipped = random.nextInt(32);
            client[flipped / 8] ^= (byte) (0x80 >> flipped % 8);
            AccessList list = list(AddressText.display(AddressText.ipv4(network)) + "/" + prefix);
            assertThat(list.permits(AddressText.ipv4(network))).isTrue();
            assertThat(list.permits(AddressText.ipv4(client))).isEqualTo(flipped >= prefix);
        }
    }

    @Test
    void arbitraryBytesNeverThrow() {
        Random random = new Random(11);
        String alphabet = "0123456789./:#\nunixlocal \0\u00FF";
        for (int round = 0; round < 2000; round++) {
            byte[] content = new byte[random.nextInt(200)];
            for (int i = 0; i < content.length; i++) {
                content[i] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
            }
            assertThat(AccessList.parse(content)).isNotNull();
        }
    }
}
