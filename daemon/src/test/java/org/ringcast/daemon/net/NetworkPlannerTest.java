package org.ringcast.daemon.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.config.ConfigError;
import org.ringcast.daemon.config.Configuration;
import org.ringcast.daemon.config.ConfigurationLoader;
import org.ringcast.daemon.config.ExtensionSettings;
import org.ringcast.daemon.config.HostResolver;
import org.ringcast.daemon.net.NetworkPlan.Destination;
import org.ringcast.daemon.net.NetworkPlan.Receiver;

/** The binding rules of docs/operations.md, "What it opens". */
class NetworkPlannerTest {
    private static Configuration read(String text, String... settings) throws ConfigError {
        return new ConfigurationLoader(HostResolver.system(), ExtensionSettings.parseOverrides(List.of(settings)))
                .parse("test.conf", text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static NetworkPlan plan(Configuration configuration, String name, int scope) {
        return NetworkPlanner.plan(
                configuration, configuration.daemonNamed(name).orElseThrow(), scope);
    }

    private static NetworkPlan plan(String text, String name) throws ConfigError {
        return plan(read(text), name, 0);
    }

    /** {@code DATA [0.0.0.0]:4803 implicit reuse joins 239.1.1.1}. */
    private static List<String> receivers(NetworkPlan plan) {
        return plan.receivers().stream().map(NetworkPlannerTest::describe).toList();
    }

    private static String describe(Receiver receiver) {
        StringBuilder text = new StringBuilder()
                .append(receiver.port())
                .append(' ')
                .append(SocketErrors.describe(receiver.address()))
                .append(' ')
                .append(receiver.origin());
        if (receiver.reuseAddress()) {
            text.append(" reuse");
        }
        receiver.groups().forEach(group -> text.append(" joins ").append(SocketErrors.describe(group)));
        return text.toString();
    }

    private static List<String> segment(NetworkPlan plan) {
        return plan.segment().stream().map(SocketErrors::describe).toList();
    }

    @Test
    void withoutInterfaceBlockEverythingIsBoundToTheUnspecifiedAddress() throws ConfigError {
        NetworkPlan plan = plan("Spread_Segment 10.88.0.255:14890 { d1 10.88.0.1 d2 10.88.0.2 }", "d2");
        assertThat(receivers(plan)).containsExactly("DATA [0.0.0.0]:14890 implicit", "TOKEN [0.0.0.0]:14891 implicit");
        assertThat(segment(plan)).containsExactly("[10.88.0.255]:14890");
        assertThat(SocketErrors.describe(plan.self())).isEqualTo("10.88.0.2");
        assertThat(plan.mustSendFromSelf()).isTrue();
    }

    @Test
    void everyMulticastAddressOfTheOwnSegmentIsJoined() throws ConfigError {
        String text = """
                Spread_Segment 239.1.1.1:4803 239.1.1.2 10.88.0.255 { d1 10.88.0.1 d2 10.88.0.2 }
                Spread_Segment 239.9.9.9:4900 { d3 10.88.9.1 }
                """;
        NetworkPlan plan = plan(text, "d1");
        assertThat(receivers(plan))
                .containsExactly(
                        "DATA [0.0.0.0]:4803 implicit joins 239.1.1.1 joins 239.1.1.2",
                        "TOKEN [0.0.0.0]:4804 implicit");
        assertThat(segment(plan)).containsExactly("[239.1.1.1]:4803", "[239.1.1.2]:4803", "[10.88.0.255]:4803");
    }

    @Test
    void aLoneDaemonJoinsButNeverSendsToItsSegment() throws ConfigError {
        NetworkPlan plan = plan("Spread_Segment 239.1.1.1:4803 { d1 10.88.0.1 }", "d1");
        assertThat(receivers(plan))
                .containsExactly("DATA [0.0.0.0]:4803 implicit joins 239.1.1.1", "TOKEN [0.0.0.0]:4804 implicit");
        assertThat(segment(plan)).isEmpty();
    }

    @Test
    void anInterfaceBlockIsBoundAsWrittenAndTheSharedSegmentBesides() throws ConfigError {
        String text = """
                Spread_Segment 127.255.255.255:4803 239.1.1.1 {
                    d1 127.0.0.1 { D 127.0.0.1 C 127.0.0.5 M 127.0.0.6 }
                    d2 127.0.0.2 { 127.0.0.2 }
                }
                """;
        assertThat(receivers(plan(text, "d1")))
                .containsExactly(
                        "DATA [127.0.0.1]:4803 explicit joins 239.1.1.1",
                        "TOKEN [127.0.0.1]:4804 explicit",
                        "DATA [127.255.255.255]:4803 explicit: extras reuse",
                        "DATA [239.1.1.1]:4803 explicit: extras reuse joins 239.1.1.1");
        assertThat(receivers(plan(text, "d2")))
                .contains("DATA [127.0.0.2]:4803 explicit joins 239.1.1.1", "TOKEN [127.0.0.2]:4804 explicit");
    }

    @Test
    void aSegmentOfOneNeedsNoExtraSocket() throws ConfigError {
        NetworkPlan plan = plan("Spread_Segment 127.255.255.255:4803 { d1 127.0.0.1 { 127.0.0.1 } }", "d1");
        assertThat(receivers(plan))
                .containsExactly("DATA [127.0.0.1]:4803 explicit", "TOKEN [127.0.0.1]:4804 explicit");
    }

    @Test
    void anEntryCoversTheSegmentAddressWhenItIsEqualOrUnspecified() throws ConfigError {
        String equal = "Spread_Segment 10.88.0.255:4803 { d1 10.88.0.1 { D 10.88.0.1 D 10.88.0.255 } d2 10.88.0.2 }";
        assertThat(receivers(plan(equal, "d1")))
                .containsExactly(
                        "DATA [10.88.0.1]:4803 explicit",
                        "TOKEN [10.88.0.1]:4804 explicit",
                        "DATA [10.88.0.255]:4803 explicit reuse",
                        "TOKEN [10.88.0.255]:4804 explicit reuse");
        String unspecified = "Spread_Segment 10.88.0.255:4803 { d1 10.88.0.1 { D 0.0.0.0 } d2 10.88.0.2 }";
        assertThat(receivers(plan(unspecified, "d1")))
                .containsExactly("DATA [0.0.0.0]:4803 explicit", "TOKEN [0.0.0.0]:4804 explicit");
    }

    @Test
    void destinationsHaveThePortOfTheirOwnSegmentAndKeysTellAddressesApart() throws ConfigError {
        String text = """
                Spread_Segment 127.0.0.1:4803 { d1 127.0.0.1 }
                Spread_Segment 127.0.0.1:4900 { d2 127.0.0.1 }
                Spread_Segment 127.0.0.2:5000 { d3 127.0.0.2 }
                """;
        List<Destination> destinations = plan(text, "d1").destinations();
        assertThat(destinations)
                .extracting(d -> SocketErrors.describe(d.data()))
                .containsExactly("[127.0.0.1]:4803", "[127.0.0.1]:4900", "[127.0.0.2]:5000");
        assertThat(destinations).extracting(d -> d.token().getPort()).containsExactly(4804, 4901, 5001);
        assertThat(destinations).extracting(Destination::addressKey).containsExactly(0, 0, 1);
    }

    @Test
    void level4NeedNotSendFromItsOwnAddress() throws ConfigError {
        Configuration level4 = read("Spread_Segment 10.88.0.255:4803 { d1 10.88.0.1 }", "RingProtocol=4");
        assertThat(plan(level4, "d1", 0).mustSendFromSelf()).isFalse();
    }

    @Test
    void ipv6AddressesThatNeedAZoneGetTheDaemonsOwn() throws ConfigError {
        Configuration configuration = read("Spread_Segment [ff02::5]:4803 { d1 fe80::1 d2 fe80::2 d3 fd88::3 }");
        NetworkPlan plan = plan(configuration, "d1", 7);
        assertThat(receivers(plan))
                .containsExactly(
                        "DATA [0:0:0:0:0:0:0:0]:4803 implicit joins ff02:0:0:0:0:0:0:5",
                        "TOKEN [0:0:0:0:0:0:0:0]:4804 implicit");
        assertThat(((Inet6Address) plan.self()).getScopeId()).isEqualTo(7);
        assertThat(((Inet6Address) plan.segment().get(0).getAddress()).getScopeId())
                .isEqualTo(7);
        assertThat(plan.destinations())
                .extracting(d -> ((Inet6Address) d.data().getAddress()).getScopeId())
                .containsExactly(7, 7, 0);
    }
}
