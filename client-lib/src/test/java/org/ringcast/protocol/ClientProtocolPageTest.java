package org.ringcast.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The hex examples of docs/client-protocol.md, decoded and encoded with the classes of this package. */
final class ClientProtocolPageTest {
    private static final int TIME = 0x6b003928;
    private static final int D1 = 0x5c8d7aef;
    private static final GroupName G1 = GroupName.of("g1");
    private static final GroupName ALICE = GroupName.of("#alice#d1");

    private static final LibraryVersion V501 = new LibraryVersion(5, 0, 1);

    /** Block by name, in the order of the page. */
    private static final Map<String, byte[]> BLOCKS = new LinkedHashMap<>();

    @FunctionalInterface
    private interface Check {
        void check(byte[] bytes) throws Exception;
    }

    @BeforeAll
    static void readPage() throws IOException {
        Path page = Path.of(System.getProperty("ringcast.top", ".."), "docs", "client-protocol.md");
        String block = null;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String line : Files.readAllLines(page, StandardCharsets.UTF_8)) {
            if (line.startsWith("```hex ")) {
                block = line.substring("```hex ".length());
                bytes.reset();
            } else if (line.equals("```") && block != null) {
                assertThat(BLOCKS.put(block, bytes.toByteArray()))
                        .as(block + " twice")
                        .isNull();
                block = null;
            } else if (block != null) {
                addHex(line, bytes);
            }
        }
    }

    /** Bytes in hex; {@code 00*23}: one 23 times; a remark behind {@code #}. */
    private static void addHex(String line, ByteArrayOutputStream bytes) {
        for (String token : line.replaceFirst("#.*", "").trim().split(" +", -1)) {
            String[] parts = token.split("\\*", -1);
            int times = parts.length == 1 ? 1 : Integer.parseInt(parts[1]);
            for (int i = 0; i < times; i++) {
                bytes.write(Integer.parseInt(parts[0], 16));
            }
        }
    }

    private static Map<String, Check> checks() {
        Map<String, Check> checks = new LinkedHashMap<>();
        checks.put("connect-5.0.1", bytes -> connect(bytes, V501, true, "alice"));
        checks.put("connect-4.4.0", bytes -> connect(bytes, LibraryVersion.JAVA, true, "alice"));
        checks.put("connect-3.14", bytes -> connect(bytes, new LibraryVersion(3, 14, 0), true, "alice"));
        checks.put("connect-3.15.2", bytes -> connect(bytes, new LibraryVersion(3, 15, 2), true, "alice"));
        checks.put("connect-unnamed", bytes -> connect(bytes, V501, false, ""));
        checks.put("methods-null", bytes -> methods(bytes, "NULL"));
        checks.put("methods-null-ip", bytes -> methods(bytes, "NULL", "IP"));
        checks.put("methods-none", bytes -> {
            methods(Arrays.copyOf(bytes, 1));
            assertThat(bytes[1]).isEqualTo(RejectCode.AUTH.code());
            assertThat(bytes).hasSize(2);
        });
        checks.put("choice-null", bytes -> choice(bytes, "NULL"));
        checks.put("choice-null-ip", bytes -> choice(bytes, "NULL", "IP"));
        checks.put("pword", bytes -> {
            assertThat(bytes).hasSize(40);
            assertThat(GroupName.fromField(bytes, 0)).hasToString("carol");
            assertThat(new String(bytes, 32, 8, StandardCharsets.ISO_8859_1)).isEqualTo("secret\0\0");
        });
        checks.put("accept-5.0.1", bytes -> accept(bytes, V501, new AcceptMessage(5, 0, 1, ALICE)));
        checks.put("accept-4.4.0", bytes -> accept(bytes, V501, new AcceptMessage(4, 4, 0, ALICE)));
        checks.put(
                "accept-to-3.14",
                bytes -> accept(bytes, new LibraryVersion(3, 14, 0), new AcceptMessage(5, 0, 0, ALICE)));
        checks.put("refusals", ClientProtocolPageTest::refusals);
        addFrames(checks);
        addViews(checks);
        return checks;
    }

    private static void addFrames(Map<String, Check> checks) {
        byte[] letters = "abcdefghij".getBytes(StandardCharsets.ISO_8859_1);
        checks.put("multicast", bytes -> request(bytes, true, ServiceType.FIFO, 7, letters, G1));
        checks.put("multicast-big-endian", bytes -> request(bytes, false, ServiceType.FIFO, 7, letters, G1));
        checks.put("delivered-from-big-endian", bytes -> {
            byte[] delivered = BLOCKS.get("multicast-big-endian").clone();
            new FrameHeader().wrap(delivered, 0).restampLittleEndian();
            assertThat(bytes).isEqualTo(delivered);
            FrameHeader header = new FrameHeader().wrap(bytes, 0);
            assertThat(header.messageType()).isEqualTo((short) 7);
            assertThat(header.isHintLittleEndian()).isFalse();
        });
        checks.put(
                "multicast-two",
                bytes -> request(
                        bytes,
                        true,
                        ServiceType.SAFE | ServiceType.SELF_DISCARD,
                        -1,
                        "hello".getBytes(StandardCharsets.ISO_8859_1),
                        G1,
                        GroupName.of("#bob#d2")));
        checks.put("join", bytes -> request(bytes, true, ServiceType.JOIN, 0, new byte[0], G1));
        checks.put("leave", bytes -> request(bytes, true, ServiceType.LEAVE, 0, new byte[0], G1));
        checks.put("kill", bytes -> request(bytes, true, ServiceType.KILL, 0, new byte[0], ALICE));
        checks.put("reject-join", bytes -> reject(bytes, BLOCKS.get("join"), ServiceType.CAUSED_BY_JOIN));
        checks.put("reject-multicast", bytes -> {
            int type = ServiceType.FIFO | ServiceType.SELF_DISCARD;
            byte[] original = frame(true, type, 7, "hi".getBytes(StandardCharsets.ISO_8859_1), G1);
            reject(bytes, original, type);
        });
    }

    private static void addViews(Map<String, Check> checks) {
        int join = ServiceType.CAUSED_BY_JOIN;
        int network = ServiceType.CAUSED_BY_NETWORK;
        GroupName anna = GroupName.of("#anna#d1");
        GroupName bob1 = GroupName.of("#bob#d1");
        GroupName bob2 = GroupName.of("#bob#d2");
        List<GroupName> alone = List.of(ALICE);
        GroupId third = new GroupId(D1, TIME, 3);
        checks.put(
                "view-join", bytes -> view(bytes, join, alone, new GroupId(D1, TIME, 1), 0, new VsSet(List.of(ALICE))));
        checks.put(
                "view-leave",
                bytes -> view(bytes, ServiceType.CAUSED_BY_LEAVE, alone, third, 0, new VsSet(List.of(bob1))));
        checks.put(
                "view-disconnect",
                bytes -> view(bytes, ServiceType.CAUSED_BY_DISCONNECT, alone, third, 0, new VsSet(List.of(bob1))));
        checks.put(
                "view-network",
                bytes -> view(
                        bytes,
                        network,
                        List.of(ALICE, anna, bob2),
                        new GroupId(D1, TIME + 7, 1),
                        1,
                        new VsSet(List.of(bob2)),
                        new VsSet(List.of(ALICE, anna))));
        checks.put(
                "view-network-joiner",
                bytes -> view(
                        bytes,
                        network,
                        List.of(ALICE, bob2),
                        new GroupId(D1, TIME + 5, 2),
                        0,
                        new VsSet(List.of(ALICE)),
                        new VsSet(List.of()),
                        new VsSet(List.of(bob2))));
        checks.put("transition", bytes -> {
            assertThat(bytes).isEqualTo(DaemonFrames.transition(G1, new GroupId(D1, TIME, 2)));
            FrameHeader header = new FrameHeader().wrap(bytes, 0);
            assertThat(ServiceType.isTransition(header.serviceBits())).isTrue();
            assertThat(GroupId.read(bytes, Limits.HEADER, header.isLittleEndian()))
                    .isEqualTo(new GroupId(D1, TIME, 2));
        });
        checks.put("self-leave", bytes -> {
            assertThat(bytes).isEqualTo(DaemonFrames.selfLeave(G1));
            assertThat(ServiceType.isSelfLeave(new FrameHeader().wrap(bytes, 0).serviceBits()))
                    .isTrue();
        });
    }

    @TestFactory
    List<DynamicTest> everyBlockIsWhatThePageSays() {
        Map<String, Check> checks = checks();
        return BLOCKS.entrySet().stream()
                .map(block -> DynamicTest.dynamicTest(block.getKey(), () -> {
                    assertThat(checks).containsKey(block.getKey());
                    checks.get(block.getKey()).check(block.getValue());
                }))
                .toList();
    }

    @Test
    void noBlockIsMissing() {
        assertThat(BLOCKS.keySet()).containsExactlyInAnyOrderElementsOf(checks().keySet());
    }

    // ---- Handshake -----------------------------------------------------------------------------------------------

    private static void connect(byte[] bytes, LibraryVersion version, boolean membership, String name) {
        ConnectParser parser = new ConnectParser();
        for (int i = 0; i < bytes.length; i++) {
            assertThat(parser.state()).isEqualTo(ConnectParser.State.NEED_MORE);
            assertThat(parser.feed(bytes, i, 1)).isEqualTo(1);
        }
        assertThat(parser.state()).isEqualTo(ConnectParser.State.ACCEPTED);
        ConnectRequest request = parser.request();
        assertThat(request.version()).isEqualTo(version);
        assertThat(request.wantsMembership()).isEqualTo(membership);
        assertThat(request.privateName()).isEqualTo(name);
        assertThat(ConnectRequest.of(version, membership, false, name).encode()).isEqualTo(bytes);
    }

    private static void methods(byte[] bytes, String... names) {
        MethodListParser parser = new MethodListParser();
        assertThat(parser.feed(bytes, 0, bytes.length)).isEqualTo(bytes.length);
        assertThat(parser.isDone()).isTrue();
        assertThat(parser.methods().methods()).containsExactly(names);
        assertThat(new MethodList(List.of(names)).encode()).isEqualTo(bytes);
    }

    private static void choice(byte[] bytes, String... names) {
        AuthChoiceParser parser = new AuthChoiceParser();
        assertThat(parser.feed(bytes, 0, bytes.length)).isEqualTo(bytes.length);
        assertThat(parser.choice().methods()).containsExactly(names);
        assertThat(new AuthChoice(List.of(names)).encode()).isEqualTo(bytes);
    }

    private static void accept(byte[] bytes, LibraryVersion library, AcceptMessage message) {
        AcceptParser parser = new AcceptParser(library);
        assertThat(parser.feed(bytes, 0, bytes.length)).isEqualTo(bytes.length);
        assertThat(parser.accept()).isEqualTo(message);
        assertThat(message.encode(library)).isEqualTo(bytes);
    }

    private static void refusals(byte[] bytes) {
        RejectCode[] codes = {
            RejectCode.QUOTA, RejectCode.ILLEGAL_NAME, RejectCode.NOT_UNIQUE, RejectCode.VERSION, RejectCode.AUTH
        };
        assertThat(bytes).hasSize(codes.length);
        for (int i = 0; i < codes.length; i++) {
            assertThat(bytes[i]).isEqualTo(codes[i].code());
            MethodListParser parser = new MethodListParser();
            parser.feed(bytes, i, 1);
            assertThat(parser.isRejected()).isTrue();
            AcceptParser acceptParser = new AcceptParser(V501);
            acceptParser.feed(bytes, i, 1);
            assertThat(acceptParser.state()).isEqualTo(AcceptParser.State.REJECTED);
        }
    }

    // ---- Frames --------------------------------------------------------------------------------------------------

    private static byte[] frame(boolean little, int type, int messageType, byte[] data, GroupName... groups) {
        byte[] frame = new byte[Limits.HEADER + groups.length * Limits.GROUP_NAME + data.length];
        int hint = FrameHeader.rawHintOf((short) messageType, little);
        FrameHeader.write(frame, 0, little, type, ALICE, groups.length, hint, data.length);
        int at = Limits.HEADER;
        for (GroupName group : groups) {
            group.writeField(frame, at);
            at += Limits.GROUP_NAME;
        }
        System.arraycopy(data, 0, frame, at, data.length);
        return frame;
    }

    /** A frame from #alice#d1, which a daemon accepts. */
    private static void request(
            byte[] bytes, boolean little, int type, int messageType, byte[] data, GroupName... groups) {
        assertThat(bytes).isEqualTo(frame(little, type, messageType, data, groups));
        FrameHeader header = new FrameHeader().wrap(bytes, 0);
        FrameValidator validator = new FrameValidator(new PrivateGroup("alice", "d1"));
        assertThat(validator.checkHeader(header)).isNull();
        assertThat(validator.checkGroups(header, bytes, Limits.HEADER)).isNull();
        assertThat(header.isLittleEndian()).isEqualTo(little);
        assertThat(header.serviceBits()).isEqualTo(type);
        assertThat(header.sender()).isEqualTo(ALICE);
        assertThat(header.groupCount()).isEqualTo(groups.length);
        assertThat(header.messageType()).isEqualTo((short) messageType);
        assertThat(header.dataLength()).isEqualTo(data.length);
        assertThat(Limits.HEADER + header.payloadLength()).isEqualTo(bytes.length);
    }

    private static void view(byte[] bytes, int cause, List<GroupName> members, GroupId id, int ownSet, VsSet... sets)
            throws MalformedMessageException {
        MembershipBody body = MembershipBody.ofLocalIndex(id, List.of(sets), ownSet);
        assertThat(bytes).isEqualTo(DaemonFrames.membership(cause, G1, members, body));
        FrameHeader header = new FrameHeader().wrap(bytes, 0);
        assertThat(ServiceType.isRegularMembership(header.serviceBits())).isTrue();
        assertThat(header.sender()).isEqualTo(G1);
        int at = Limits.HEADER + header.groupCount() * Limits.GROUP_NAME;
        MembershipBody read = MembershipBody.read(bytes, at, header.dataLength(), header.isLittleEndian());
        assertThat(read).isEqualTo(body);
        assertThat(read.localSetIndex()).isEqualTo(ownSet);
    }

    private static void reject(byte[] bytes, byte[] original, int rejectedType) {
        FrameHeader header = new FrameHeader().wrap(original, 0);
        byte[] payload = Arrays.copyOfRange(original, Limits.HEADER, original.length);
        assertThat(bytes).isEqualTo(DaemonFrames.reject(header, payload, 0));
        FrameHeader answer = new FrameHeader().wrap(bytes, 0);
        assertThat(ServiceType.isReject(answer.serviceBits())).isTrue();
        assertThat(Limits.HEADER + answer.payloadLength()).isEqualTo(bytes.length);
        assertThat(EndianMark.strip(Words.getLittleEndian(bytes, Limits.HEADER)))
                .isEqualTo(rejectedType);
    }
}
