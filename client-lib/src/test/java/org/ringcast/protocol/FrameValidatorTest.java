package org.ringcast.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringcast.protocol.FrameFault.Reason;

class FrameValidatorTest {
    private static final String PREFIX = "Sess_validate_read_header: ";

    private final FrameValidator validator = new FrameValidator(new PrivateGroup("alice", "d1"));
    private final byte[] frame = new byte[Limits.HEADER];

    private FrameHeader header(int type, String sender, int groups, int hint, int data) {
        FrameHeader.write(frame, 0, true, type, GroupName.of(sender), groups, EndianMark.stamp(hint, true), data);
        return new FrameHeader().wrap(frame, 0);
    }

    private FrameHeader message(int groups, int data) {
        return header(ServiceType.FIFO, "#alice#d1", groups, 0, data);
    }

    @Test
    void aGoodHeaderHasNoFault() {
        assertThat(validator.checkHeader(message(1, 10))).isNull();
        assertThat(validator.checkHeader(message(0, 0))).isNull();
        assertThat(validator.checkHeader(message(100, 0))).isNull();
    }

    @Test
    void garbageAfterTheNulOfTheSenderIsAccepted() {
        FrameHeader header = message(1, 0);
        Arrays.fill(frame, header.senderIndex() + 10, header.senderIndex() + 32, (byte) 'g');
        assertThat(validator.checkHeader(header)).isNull();
        assertThat(frame[header.senderIndex() + 30]).isEqualTo((byte) 'g');
        assertThat(frame[header.senderIndex() + 31]).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 0x14, 0x30000, 0x10004, 0x40, 0x80004, 0x1004, 0x400004})
    void illegalType(int type) {
        FrameFault fault = validator.checkHeader(header(type, "#alice#d1", 1, 0, 0));
        assertThat(fault.reason()).isEqualTo(Reason.ILLEGAL_TYPE);
        assertThat(fault.logLine())
                .isEqualTo(PREFIX + "Message has illegal type field 0x%x", EndianMark.stamp(type, true));
    }

    @Test
    void halfAMarkIsIllegal() {
        FrameHeader.write(frame, 0, true, ServiceType.FIFO, GroupName.of("#alice#d1"), 1, 0, 0);
        frame[0] = 0x04;
        assertThat(validator.checkHeader(new FrameHeader().wrap(frame, 0)).reason())
                .isEqualTo(Reason.ILLEGAL_TYPE);
    }

    @ParameterizedTest
    @CsvSource({
        "#bob#d1, OTHER_SESSION, Session bob trying to make session alice do something",
        "#alice#d2, OTHER_DAEMON, proc name d2 is not my name d1",
        "#bob#d2, OTHER_DAEMON, proc name d2 is not my name d1",
        "alice, ILLEGAL_SENDER, 'Message has illegal private_group_name (priv, proc)'",
        "#alice#, ILLEGAL_SENDER, 'Message has illegal private_group_name (priv, proc)'"
    })
    void illegalSender(String sender, Reason reason, String line) {
        FrameFault fault = validator.checkHeader(header(ServiceType.FIFO, sender, 1, 0, 0));
        assertThat(fault).isEqualTo(new FrameFault(reason, PREFIX + line));
        assertThat(fault.alwaysLogged()).isEqualTo(reason == Reason.OTHER_SESSION);
    }

    @Test
    void illegalSenderHasASecondLine() {
        assertThat(FrameValidator.illegalSenderGroupsLine(header(ServiceType.FIFO, "alice", 1, 0, 0)))
                .isEqualTo("G_private_to_names: Illegal private_group_name alice (priv, proc)");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 101, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void check16_groupCountOutsideTheLimits(int groups) {
        assertThat(validator.checkHeader(message(groups, 0)))
                .isEqualTo(new FrameFault(
                        Reason.GROUP_COUNT, PREFIX + "Message has negative or too large num_groups field"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x1, 0x01000000})
    void hintWithForeignBits(int hint) {
        FrameFault fault = validator.checkHeader(header(ServiceType.FIFO, "#alice#d1", 1, hint, 0));
        assertThat(fault.reason()).isEqualTo(Reason.ILLEGAL_HINT);
        assertThat(fault.logLine())
                .isEqualTo(PREFIX + "Message has illegal hint field 0x%x", EndianMark.stamp(hint, true));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 144001, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void dataLengthOutsideTheLimits(int data) {
        assertThat(validator.checkHeader(message(1, data)))
                .isEqualTo(new FrameFault(
                        Reason.DATA_LENGTH, PREFIX + "Message has negative or too large data_len " + data));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 143120, true",
        "1, 143121, false",
        "0, 143152, true",
        "0, 144000, false",
        "100, 139952, true",
        "100, 139953, false"
    })
    void check15_bodySizesAtTheBoundary(int groups, int data, boolean legal) {
        FrameFault fault = validator.checkHeader(message(groups, data));
        if (legal) {
            assertThat(fault).isNull();
        } else {
            assertThat(fault)
                    .isEqualTo(new FrameFault(
                            Reason.TOO_LARGE,
                            PREFIX
                                    + "Message + Groups is too large (%d + %d = %d). MAX size is: 143152"
                                            .formatted(data, 32 * groups, data + 32 * groups)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {ServiceType.JOIN, ServiceType.LEAVE})
    void defect20_3_requestsNeedOneTerminatedGroup(int type) {
        assertThat(validator.checkHeader(header(type, "#alice#d1", 0, 0, 0)).reason())
                .isEqualTo(Reason.REQUEST_WITHOUT_GROUP);
        FrameHeader header = header(type, "#alice#d1", 1, 0, 0);
        assertThat(validator.checkHeader(header)).isNull();
        byte[] group = Hex.bytes(Hex.field("g".repeat(31)));
        assertThat(validator.checkGroups(header, group, 0)).isNull();
        group[31] = 'g';
        assertThat(validator.checkGroups(header, group, 0).reason()).isEqualTo(Reason.UNTERMINATED_GROUP);
    }

    @Test
    void killNeedsNoGroup() {
        assertThat(validator.checkHeader(header(ServiceType.KILL, "#alice#d1", 0, 0, 0)))
                .isNull();
    }

    @Test
    void destinationsOfMessagesMayBeUnterminated() {
        byte[] group = Hex.bytes(Hex.field("g".repeat(32)));
        assertThat(validator.checkGroups(message(1, 0), group, 0)).isNull();
    }

    /** The first fault in the order of the checks is the one reported. */
    @Test
    void orderOfTheChecks() {
        FrameHeader header = header(0, "bob", 101, 1, -1);
        assertThat(validator.checkHeader(header).reason()).isEqualTo(Reason.ILLEGAL_TYPE);
        header = header(ServiceType.SAFE, "bob", 101, 1, -1);
        assertThat(validator.checkHeader(header).reason()).isEqualTo(Reason.ILLEGAL_SENDER);
        header = header(ServiceType.SAFE, "#bob#d2", 101, 1, -1);
        assertThat(validator.checkHeader(header).reason()).isEqualTo(Reason.OTHER_DAEMON);
        header = header(ServiceType.SAFE, "#bob#d1", 101, 1, -1);
        assertThat(validator.checkHeader(header).reason()).isEqualTo(Reason.OTHER_SESSION);
        header = header(ServiceType.SAFE, "#alice#d1", 101, 1, -1);
        assertThat(validator.checkHeader(header).reason()).isEqualTo(Reason.GROUP_COUNT);
        header = header(ServiceType.SAFE, "#alice#d1", 100, 1, -1);
        assertThat(validator.checkHeader(header).reason()).isEqualTo(Reason.ILLEGAL_HINT);
        header = header(ServiceType.SAFE, "#alice#d1", 100, 0, -1);
        assertThat(validator.checkHeader(header).reason()).isEqualTo(Reason.DATA_LENGTH);
    }
}
