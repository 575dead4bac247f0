package org.ringcast.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupNameTest {
    @Test
    void fieldEndsAtTheNulWhateverFollows() {
        byte[] field = new byte[Limits.GROUP_NAME + 2];
        Arrays.fill(field, (byte) 'z');
        field[1] = 'g';
        field[2] = '1';
        field[3] = 0;
        GroupName name = GroupName.fromField(field, 1);
        assertThat(name).isEqualTo(GroupName.of("g1")).hasToString("g1");
        assertThat(name.matchesField(field, 1)).isTrue();
        assertThat(GroupName.of("g").matchesField(field, 1)).isFalse();
        assertThat(GroupName.of("g12").matchesField(field, 1)).isFalse();
        assertThat(GroupName.isTerminated(field, 1)).isTrue();
    }

    @Test
    void fieldWithoutNulHas32Bytes() {
        byte[] field = new byte[Limits.GROUP_NAME];
        Arrays.fill(field, (byte) 'x');
        assertThat(GroupName.isTerminated(field, 0)).isFalse();
        assertThat(GroupName.fromField(field, 0).length()).isEqualTo(32);
        byte[] copy = new byte[Limits.GROUP_NAME];
        GroupName.fromField(field, 0).writeField(copy, 0);
        assertThat(copy).isEqualTo(field);
        assertThat(GroupName.compareFields(field, 0, copy, 0)).isZero();
    }

    @Test
    void writingAShortNameClearsTheRestOfTheField() {
        byte[] field = new byte[Limits.GROUP_NAME];
        Arrays.fill(field, (byte) 'x');
        GroupName.of("ab").writeField(field, 0);
        assertThat(field).isEqualTo(Hex.bytes("6162" + "00".repeat(30)));
    }

    @Test
    void orderIsThatOfUnsignedBytes() {
        List<GroupName> ordered = List.of(
                GroupName.of(""),
                GroupName.of("#a#d1"),
                GroupName.of("#a1#d1"),
                GroupName.of("A"),
                GroupName.of("a"),
                GroupName.of("aa"),
                GroupName.of("b"),
                GroupName.of("\u00e9"));
        for (int i = 0; i < ordered.size(); i++) {
            for (int j = 0; j < ordered.size(); j++) {
                assertThat(Integer.signum(ordered.get(i).compareTo(ordered.get(j))))
                        .isEqualTo(Integer.compare(i, j));
                byte[] left = Hex.bytes(Hex.field(ordered.get(i).toString()));
                byte[] right = Hex.bytes(Hex.field(ordered.get(j).toString()));
                assertThat(Integer.signum(GroupName.compareFields(left, 0, right, 0)))
                        .isEqualTo(Integer.compare(i, j));
            }
        }
    }

    @Test
    void equalNamesHaveEqualHashes() {
        Set<GroupName> names = new HashSet<>(List.of(GroupName.of("g1")));
        assertThat(names).contains(GroupName.fromField(Hex.bytes(Hex.field("g1")), 0));
        assertThat(GroupName.of("g1")).isNotEqualTo(GroupName.of("g2")).isNotEqualTo("g1");
    }

    @Test
    void namesThatFitNoFieldAreRefused() {
        assertThatThrownBy(() -> GroupName.of("x".repeat(33))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> GroupName.of("a\0b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void joinableNames() {
        assertThat(GroupName.of("").isLegalToJoin()).isFalse();
        assertThat(GroupName.of("g".repeat(31)).isLegalToJoin()).isTrue();
        assertThat(GroupName.of("g".repeat(32)).isLegalToJoin()).isFalse();
        for (int c = 1; c < 256; c++) {
            assertThat(GroupName.of("g" + (char) c).isLegalToJoin())
                    .as("character 0x%x", c)
                    .isEqualTo(c >= 0x24 && c <= 0x7e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "#alice#d1, true",
        "#a#d, true",
        "#abcdefghij#abcdefghijklmnopqrs, true",
        "#abcdefghijk#d, false",
        "#a#abcdefghijklmnopqrst, false",
        "##d1, false",
        "#alice#, false",
        "#alice, false",
        "alice#d1, false",
        "#al ice#d1, false",
        "#alice#d#1, false",
        "#alice#d\u00e9, false",
        "g1, false",
        "#, false"
    })
    void privateGroupIsSplitOnlyWhenLegal(String name, boolean legal) {
        byte[] field = Hex.bytes("ffff" + Hex.field(name));
        assertThat(PrivateGroup.isLegalField(field, 2)).isEqualTo(legal);
        PrivateGroup split = PrivateGroup.fromField(field, 2);
        if (legal) {
            assertThat(split).hasToString(name);
            assertThat(split.privateName()).isEqualTo(name.split("#", -1)[1]);
            assertThat(split.daemonName()).isEqualTo(name.split("#", -1)[2]);
            assertThat(split.toGroupName()).isEqualTo(GroupName.of(name));
            assertThat(PrivateGroup.fromName(split.toGroupName())).isEqualTo(split);
        } else {
            assertThat(split).isNull();
        }
    }

    @Test
    void emptyNameIsNoPrivateGroup() {
        assertThat(PrivateGroup.fromName(GroupName.of(""))).isNull();
    }

    @Test
    void check03_charactersOfPrivateNames() {
        for (int c = 0; c < 0x180; c++) {
            assertThat(PrivateGroup.isLegalPrivateName("a" + (char) c))
                    .as("character 0x%x", c)
                    .isEqualTo(c >= 0x24 && c <= 0x7e);
        }
        assertThat(PrivateGroup.isLegalPrivateName("")).isFalse();
        assertThat(PrivateGroup.isLegalPrivateName("abcdefghij")).isTrue();
        assertThat(PrivateGroup.isLegalPrivateName("abcdefghijk")).isFalse();
    }
}
