package org.ringcast.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringcast.protocol.ServiceType;

/** Every kind of message, as bytes of a daemon, through a session, in words and as JSON. */
final class MessagePrinterTest {
    /** What a session of {@code #alice#d1} makes of the bytes. */
    private static Received received(byte[] bytes) throws Exception {
        try (PlayedDaemon daemon = new PlayedDaemon();
                Mailbox mailbox = Mailbox.connect(daemon.address(), "alice", true, 0)) {
            daemon.send(bytes);
            return mailbox.receive();
        }
    }

    private static String print(byte[] bytes) throws Exception {
        return MessagePrinter.print(received(bytes));
    }

    private static String json(byte[] bytes) throws Exception {
        return JsonUserScreen.json(received(bytes)).toString();
    }

    @ParameterizedTest
    @CsvSource({"1,UNRELIABLE", "2,RELIABLE", "4,FIFO", "8,CAUSAL", "16,AGREED", "32,SAFE", "20,FIFO", "112,AGREED"})
    void regular(int service, String name) throws Exception {
        assertThat(print(Messages.message(service, "#bob#d2", List.of("g1", "g2"), -32768, "hi")))
                .isEqualTo("received " + name + " message from #bob#d2, of type -32768, (endian 0) to 2 groups \n"
                        + "(2 bytes): hi\n");
    }

    @Test
    void regularOfTheOtherByteOrder() throws Exception {
        byte[] text = "hi".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(print(Messages.message(ServiceType.FIFO, "#bob#d2", List.of("g"), 7, text, false)))
                .isEqualTo("received FIFO message from #bob#d2, of type 7, (endian 1) to 1 groups \n(2 bytes): hi\n");
    }

    /** Text ends at a NUL, the length does not; bytes above 127 pass as they are. */
    @Test
    void bytes() throws Exception {
        assertThat(print(Messages.message(ServiceType.FIFO, "#bob#d2", List.of(), 7, "\u00e9\0b")))
                .endsWith("to 0 groups \n(3 bytes): \u00e9\n");
        assertThat(print(Messages.message(ServiceType.FIFO, "#bob#d2", List.of(), 7, "")))
                .endsWith("(0 bytes): \n");
    }

    @ParameterizedTest
    @CsvSource({"256,JOIN", "512,LEAVE", "1024,DISCONNECT"})
    void membershipOfOne(int cause, String word) throws Exception {
        assertThat(print(Messages.membership(cause, "g1", List.of("#adam#d1", "#alice#d1"), "#bob#d2")))
                .isEqualTo("""
                        Received REGULAR membership for group g1 with 2 members, where I am member 1:
                        \t#adam#d1
                        \t#alice#d1
                        grp id is -594937309 1795256983 1
                        Due to the %s of #bob#d2
                        """.formatted(word));
    }

    @Test
    void network() throws Exception {
        List<String> members = List.of("#a#d1", "#alice#d1", "#b#d1");
        List<List<String>> sets = List.of(List.of("#a#d1"), List.of(), List.of("#alice#d1", "#b#d1"));
        assertThat(print(Messages.network("g1", members, sets, 2))).isEqualTo("""
                        Received REGULAR membership for group g1 with 3 members, where I am member 1:
                        \t#a#d1
                        \t#alice#d1
                        \t#b#d1
                        grp id is -594937309 1795256983 1
                        Due to NETWORK change with 3 VS sets
                        OTHER VS set 0 has 1 members:
                        \t#a#d1
                        OTHER VS set 1 has 0 members:
                        LOCAL VS set 2 has 2 members:
                        \t#alice#d1
                        \t#b#d1
                        """);
        assertThat(json(Messages.network("g1", members, sets, 2)))
                .isEqualTo("{\"event\":\"membership\",\"group\":\"g1\",\"members\":[\"#a#d1\",\"#alice#d1\",\"#b#d1\"],"
                        + "\"index\":1,\"group_id\":[-594937309,1795256983,1],\"cause\":\"NETWORK\",\"sets\":["
                        + "{\"local\":false,\"members\":[\"#a#d1\"]},{\"local\":false,\"members\":[]},"
                        + "{\"local\":true,\"members\":[\"#alice#d1\",\"#b#d1\"]}]}");
    }

    /** There used to be room for ten sets of a hundred names; more ended the program. */
    @Test
    void manySetsAndManyNames() throws Exception {
        List<List<String>> sets = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            sets.add(List.of("#a" + i + "#d1"));
        }
        assertThat(print(Messages.network("g", List.of("#alice#d1"), sets, 0)))
                .contains("Due to NETWORK change with 11 VS sets\n")
                .endsWith("OTHER VS set 10 has 1 members:\n\t#a10#d1\n");
        List<String> crowd = new ArrayList<>();
        for (int i = 0; i < 101; i++) {
            crowd.add("#a" + i + "#d1");
        }
        assertThat(print(Messages.network("g", List.of("#alice#d1"), List.of(crowd), 0)))
                .contains("LOCAL VS set 0 has 101 members:\n")
                .endsWith("\t#a100#d1\n");
    }

    @Test
    void moreGroupsThanThereIsRoomForAreCounted() throws Exception {
        List<String> hundred = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            hundred.add("#a" + i + "#d1");
        }
        assertThat(print(Messages.message(ServiceType.FIFO, "#bob#d2", hundred, 1, "hi")))
                .isEqualTo("received FIFO message from #bob#d2, of type 1, (endian 0) to 100 groups \n(2 bytes): hi\n");
        List<String> more = new ArrayList<>(hundred);
        more.add("#alice#d1");
        assertThat(print(Messages.message(ServiceType.FIFO, "#bob#d2", more, 1, "hi")))
                .isEqualTo("""

                        ========Buffers or Groups too Short=======
                        received FIFO message from #bob#d2, of type 1, (endian 0) to -101 groups\s
                        (2 bytes): hi
                        """);
        byte[] crowded = Messages.membership(ServiceType.CAUSED_BY_JOIN, "g1", more, "#bob#d2");
        assertThat(print(crowded)).isEqualTo("""

                        ========Buffers or Groups too Short=======
                        Received REGULAR membership for group g1 with -101 members, where I am member -1:
                        grp id is -594937309 1795256983 1
                        Due to the JOIN of #bob#d2
                        """);
        assertThat(json(crowded)).contains("\"#a99#d1\",\"#alice#d1\"],\"index\":100,");
    }

    @Test
    void transitionSelfLeaveAndOthers() throws Exception {
        assertThat(print(Messages.transition("g1"))).isEqualTo("received TRANSITIONAL membership for group g1\n");
        assertThat(print(Messages.selfLeave("g1"))).isEqualTo("received membership message that left group g1\n");
        assertThat(print(Messages.message(ServiceType.CAUSED_BY_JOIN, "g1", List.of(), 0, "")))
                .isEqualTo("received incorrecty membership message of type 0x100\n");
        assertThat(print(Messages.message(ServiceType.DUMMY, "g1", List.of(), 0, "dummy")))
                .isEqualTo("received message of unknown message type 0x100000 with ret 5\n");
        assertThat(json(Messages.transition("g1"))).isEqualTo("{\"event\":\"transition\",\"group\":\"g1\"}");
        assertThat(json(Messages.selfLeave("g1"))).isEqualTo("{\"event\":\"self_leave\",\"group\":\"g1\"}");
    }

    @Test
    void reject() throws Exception {
        assertThat(print(Messages.reject(ServiceType.SAFE, "#alice#d1", "g", 5, "rej")))
                .isEqualTo("REJECTED message from #alice#d1, of servicetype 0x400020 messtype 5, (endian 0)"
                        + " to 2 groups \n(3 bytes): rej\n");
        assertThat(print(Messages.reject(ServiceType.JOIN, "#alice#d1", "g", 0, "")))
                .contains("servicetype 0x400100 messtype 0");
    }

    /** Daemons whose clients can forge memberships pass them on. */
    @Test
    void defect20_6_aMembershipWithABodyThatIsNone() throws Exception {
        byte[] forged =
                Messages.message(ServiceType.REG_MEMB | ServiceType.CAUSED_BY_JOIN, "g", List.of("#a#d1"), 0, "x");
        assertThat(print(forged)).isEqualTo("""
                        Received REGULAR membership for group g with 1 members, where I am member -1:
                        \t#a#d1
                        SP_error: (-13) Illegal message.
                        """);
        assertThat(json(forged)).endsWith("\"malformed\":true}");
        byte[] empty = Messages.network("g", List.of("#a#d1"), List.of(), 0);
        assertThat(print(empty)).endsWith("Due to NETWORK change with 0 VS sets\n");
    }

    @Test
    void jsonOfBytesThatAreNoText() throws Exception {
        byte[] data = {(byte) 0xff, 0, 1};
        assertThat(json(Messages.message(ServiceType.FIFO, "#bob#d2", List.of("g"), 7, data, false)))
                .isEqualTo("{\"event\":\"message\",\"service\":\"FIFO\",\"sender\":\"#bob#d2\",\"type\":7,"
                        + "\"endian_mismatch\":true,\"groups\":[\"g\"],\"bytes\":3,\"base64\":\"/wAB\"}");
    }
}
