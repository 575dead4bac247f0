package org.ringcast.harness.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ringcast.harness.checks.RawClient.concat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringcast.protocol.FrameHeader;
import org.ringcast.protocol.Limits;
import org.ringcast.protocol.ServiceType;

/** Client protocol, checks 12 to 17: messages as they go in and come out. */
class FrameChecksTest {
    private static final byte[] HELLO = {'h', 'e', 'l', 'l', 'o'};
    private static final int[] SERVICES = {0x01, 0x02, 0x04, 0x08, 0x10, 0x20};

    private static LoneDaemon daemon;

    @BeforeAll
    static void start() throws Exception {
        daemon = LoneDaemon.start("DebugFlags = { PRINT EXIT SESSION }\n");
    }

    @AfterAll
    static void end() {
        daemon.close();
    }

    private static RawClient session(String name) throws Exception {
        return RawClient.session(daemon.port(), name, false);
    }

    @ParameterizedTest
    @ValueSource(shorts = {0, 1, -1, 255, 256, 32767, -32768})
    void check12_check13_bothByteOrdersInOneGroup(short messageType) throws Exception {
        try (RawClient little = session("little");
                RawClient big = session("big")) {
            little.join("g12");
            big.join("g12");
            little.expectNothing();
            big.expectNothing();
            for (boolean littleEndian : new boolean[] {true, false}) {
                String sender = littleEndian ? "little" : "big";
                Frame sent =
                        Frame.of(littleEndian, ServiceType.AGREED, sender, messageType, List.of("g12", "x"), HELLO);
                (littleEndian ? little : big).send(sent);
                for (RawClient receiver : List.of(little, big)) {
                    Frame got = receiver.expectMessage(HELLO);
                    assertThat(got.word(0)).as("daemon's byte order").isEqualTo(ServiceType.AGREED | 0x80000080);
                    assertThat(got.word(FrameHeader.GROUP_COUNT_OFFSET)).isEqualTo(2);
                    assertThat(got.word(FrameHeader.HINT_OFFSET))
                            .as("the sender's hint, untouched")
                            .isEqualTo(sent.word(FrameHeader.HINT_OFFSET));
                    assertThat(got.messageType()).isEqualTo(messageType);
                    assertThat(got.isHintLittleEndian()).isEqualTo(littleEndian);
                    assertThat(got.sender()).isEqualTo("#" + sender + "#d1");
                    assertThat(got.groups()).containsExactly("g12", "x");
                }
            }
        }
    }

    @Test
    void check13_aLittleEndianMessageComesBackByteForByte() throws Exception {
        try (RawClient client = session("same")) {
            for (int service : SERVICES) {
                Frame sent = client.message(service, client.privateGroup(), HELLO);
                client.send(sent);
                assertThat(client.readFrame().bytes()).isEqualTo(sent.bytes());
            }
        }
    }

    @Test
    void check14_bits24To30TravelUnchanged() throws Exception {
        try (RawClient client = session("bits")) {
            for (int bit = 24; bit <= 30; bit++) {
                Frame sent = client.message(ServiceType.FIFO | 1 << bit, client.privateGroup(), HELLO);
                client.send(sent);
                assertThat(client.readFrame().bytes()).isEqualTo(sent.bytes());
            }
            Frame all = client.message(ServiceType.SAFE | 0x7f000000, client.privateGroup(), HELLO);
            client.send(all);
            assertThat(client.readFrame().bytes()).isEqualTo(all.bytes());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1383, 1384, 1385, 2816, 100_000, 143_120})
    void check15_bodySizesAreDelivered(int bodyBytes) throws Exception {
        byte[] body = new byte[bodyBytes];
        new Random(bodyBytes).nextBytes(body);
        try (RawClient sender = session("sender");
                RawClient receiver = session("receiver")) {
            receiver.join("g15");
            receiver.expectNothing();
            sender.multicast("g15", body);
            receiver.expectMessage(body);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {143_121, 143_920, 143_921, 144_000, 144_001, Integer.MAX_VALUE, -1})
    void check15_defect20_4_largerSizesKillTheSessionAndNothingElse(int bodyBytes) throws Exception {
        try (RawClient sender = session("large");
                RawClient receiver = session("receiver")) {
            receiver.join("g15");
            receiver.expectNothing();
            sender.send(
                    sender.message(ServiceType.FIFO, "g15", HELLO).withWord(FrameHeader.DATA_LENGTH_OFFSET, bodyBytes));
            sender.expectEnd();
            receiver.expectNothing();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 43, 44, 45, 99, 100})
    void check16_defect20_2_manyGroupsAreDeliveredOnceEach(int count) throws Exception {
        List<String> groups = groups(count);
        try (RawClient sender = session("sender");
                RawClient member = session("member");
                RawClient last = session("last")) {
            for (String group : groups) {
                member.join(group);
            }
            last.join(groups.get(count - 1));
            member.expectNothing();
            last.expectNothing();
            sender.send(sender.message(ServiceType.AGREED, groups, HELLO));
            assertThat(member.expectMessage(HELLO).groups()).isEqualTo(groups);
            assertThat(last.expectMessage(HELLO).groups()).isEqualTo(groups);
            member.expectNothing();
        }
    }

    @Test
    void check16_oneGroupTooManyKillsTheSession() throws Exception {
        try (RawClient sender = session("greedy");
                RawClient member = session("member")) {
            member.join("g100");
            member.expectNothing();
            sender.send(sender.message(ServiceType.AGREED, groups(101), HELLO));
            sender.expectEnd();
            member.expectNothing();
        }
    }

    private static List<String> groups(int count) {
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            groups.add("g" + i);
        }
        return groups;
    }

    @Test
    void check17_byteAtATimeAndCoalesced() throws Exception {
        try (RawClient client = session("cuts")) {
            Frame first = client.message(ServiceType.FIFO, client.privateGroup(), HELLO);
            Frame second = client.message(ServiceType.FIFO, List.of(client.privateGroup(), "x"));
            byte[] stream = concat(first.bytes(), second.bytes());
            for (byte b : stream) {
                client.send(b);
            }
            client.expectMessage(HELLO);
            client.expectMessage();
            for (int cut = 1; cut < stream.length; cut += 7) {
                client.send(Arrays.copyOf(stream, cut));
                client.send(Arrays.copyOfRange(stream, cut, stream.length));
                client.expectMessage(HELLO);
                client.expectMessage();
            }
            Frame[] many = new Frame[300];
            Arrays.fill(many, first);
            client.send(many);
            for (int i = 0; i < many.length; i++) {
                client.expectMessage(HELLO);
            }
            client.expectNothing();
        }
    }

    @Test
    void check17_connectChoiceAndMessagesInOneWrite() throws Exception {
        try (RawClient client = RawClient.connect(daemon.port())) {
            Frame message = Frame.of(ServiceType.FIFO, "eager", "#eager#d1", HELLO);
            client.send(concat(RawClient.hello("eager", true), message.bytes()));
            client.read(6 + 5 + "#eager#d1".length());
            assertThat(client.readFrame().bytes()).hasSize(Limits.HEADER + Limits.GROUP_NAME + HELLO.length);
        }
    }
}
