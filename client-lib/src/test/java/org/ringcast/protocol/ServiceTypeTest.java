package org.ringcast.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceTypeTest {
    /** One legal bit alone, then together with each of the other 31: the whitelist says which pairs may be. */
    @Test
    void defect20_1_onlyWhitelistedBitsPassFromClients() {
        int options = 0x7f000040 | EndianMark.MASK;
        for (int bit = 0; bit < 32; bit++) {
            int other = 1 << bit;
            boolean legal = other == ServiceType.FIFO || (other & options) != 0;
            assertThat(ServiceType.isLegalFromClient(ServiceType.FIFO | other))
                    .as("FIFO and bit %d", bit)
                    .isEqualTo(legal);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x1, 0x2, 0x4, 0x8, 0x10, 0x20, 0x10000, 0x20000, 0x40000})
    void eachServiceAndRequestAloneIsLegal(int type) {
        assertThat(ServiceType.isLegalFromClient(type)).isTrue();
        assertThat(ServiceType.isLegalFromClient(type | EndianMark.MASK)).isTrue();
        assertThat(ServiceType.isLegalFromClient(type | ServiceType.SELF_DISCARD))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 0x40, 0x14, 0x30000, 0x50000, 0x10004, 0x1000000, 0x80000, 0x80000080})
    void otherCombinationsAreIllegal(int type) {
        assertThat(ServiceType.isLegalFromClient(type)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {0x1004, 0x2004, 0x104, 0x204, 0x404, 0x804, 0x400004, 0x4004, 0x8004, 0x80004, 0x100004, 0x200004})
    void defect20_6_forgedNotificationsAreIllegalFromClientsAndFromTheRing(int type) {
        assertThat(ServiceType.isLegalFromClient(type)).isFalse();
        assertThat(ServiceType.isDeliverableFromRing(type)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0x1, RELIABLE",
        "0x2, RELIABLE",
        "0x4, FIFO",
        "0x8, AGREED",
        "0x10, AGREED",
        "0x20, SAFE",
        "0x10000, AGREED",
        "0x20000, AGREED",
        "0x40000, AGREED",
        "0x40020, SAFE",
        "0x44, FIFO"
    })
    void serviceOfTheRing(String type, RingService service) {
        assertThat(ServiceType.ringService(Integer.decode(type))).isEqualTo(service);
    }

    @Test
    void noServiceNoRingService() {
        assertThat(ServiceType.ringService(ServiceType.SELF_DISCARD)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        // type, regular, membership, self-leave, reject
        "0x04, true, false, false, false",
        "0x1100, false, true, false, false",
        "0x1200, false, true, false, false",
        "0x2000, false, true, false, false",
        "0x2200, false, true, false, false",
        "0x0200, false, true, true, false",
        "0x400004, false, false, false, true",
        "0x400200, false, false, false, true"
    })
    void classification(String text, boolean regular, boolean membership, boolean selfLeave, boolean reject) {
        int type = Integer.decode(text);
        assertThat(ServiceType.isRegular(type)).isEqualTo(regular);
        assertThat(ServiceType.isMembership(type)).isEqualTo(membership);
        assertThat(ServiceType.isSelfLeave(type)).isEqualTo(selfLeave);
        assertThat(ServiceType.isReject(type)).isEqualTo(reject);
    }
}
