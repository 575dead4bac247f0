package org.ringcast.daemon.session.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringcast.daemon.config.AccessList;
import org.ringcast.daemon.core.CoreLog;

/** Check 10: the forms of the access file as a client meets them. */
final class IpMethodTest {
    private static Peer peer(String address) throws Exception {
        return address.equals("unix") ? Peer.UNIX : Peer.tcp(InetAddress.getByName(address));
    }

    @ParameterizedTest(name = "file {0}, client {1}: {2}")
    @CsvSource({
        "unix, unix, true",
        "local, unix, false",
        "local, 127.0.0.1, true",
        "local, 127.9.9.9, true",
        "local, 10.0.0.1, false",
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3, 10.1.2.4, false",
        "10.1.0.0/16, 10.1.255.255, true",
        "10.1.2.3/16, 10.1.255.255, true",
        "10.1.0.0/16, 10.2.0.0, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "10.1.0.0/16, 2001:db8::1, false",
        "2001:db8::/32, 2001:db8::1, true",
        "# nobody, 127.0.0.1, false",
        "garbage, 127.0.0.1, false",
    })
    void check10_accessFileForms(String line, String client, boolean admitted) throws Exception {
        AccessList list = AccessList.parse(line.getBytes(StandardCharsets.ISO_8859_1));
        IpMethod method = new IpMethod(Optional.of(list), CoreLog.SILENT);
        assertThat(method.admits(peer(client), new byte[0])).isEqualTo(admitted);
    }

    @Test
    void mappedAddressCountsAsIpv4() throws Exception {
        byte[] mapped = new byte[16];
        mapped[10] = -1;
        mapped[11] = -1;
        mapped[12] = 127;
        mapped[15] = 1;
        Peer peer = Peer.tcp(java.net.Inet6Address.getByAddress(null, mapped, -1));
        assertThat(peer.forLog()).isEqualTo("127.0.0.1");
    }

    @Test
    void missingFileAdmitsNobodyAndSaysSo() throws Exception {
        List<String> lines = new ArrayList<>();
        CoreLog log = new CoreLog() {
            @Override
            public boolean enabled(Kind kind, Level level) {
                return level == Level.PRINT;
            }

            @Override
            public void line(Kind kind, Level level, String text) {
                lines.add(text);
            }
        };
        assertThat(new IpMethod(Optional.empty(), log).admits(peer("127.0.0.1"), new byte[0]))
                .isFalse();
        assertThat(lines)
                .containsExactly(
                        "ip_open_connection: No spread.access_ip file loaded. NO connections will be allowed!",
                        "You probably don't want this!!");
    }
}
