package spread;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ValueTypesTest {
    @Test
    void check15_groupIds() {
        GroupID id = new GroupID(1552775919, 1795178648, 2);
        GroupID same = new GroupID(1552775919, 1795178648, 2);
        assertThat(id).hasToString("1552775919 1795178648 2");
        assertThat(new GroupID(-1, 0, 1)).hasToString("-1 0 1");
        assertThat(id.getID()).containsExactly(1552775919, 1795178648, 2);
        Set<GroupID> ids = new HashSet<>();
        ids.add(id);
        ids.add(same);
        ids.add(new GroupID(1552775919, 1795178648, 3));
        ids.add(new GroupID(1552775919, 1, 2));
        ids.add(new GroupID(1, 1795178648, 2));
        assertThat(ids).hasSize(4).contains(same);
        assertThat(id.equals(null)).isFalse();
        assertThat(id).isNotEqualTo("1552775919 1795178648 2");
    }

    @Test
    void check15_groups() {
        Map<SpreadGroup, String> groups = new HashMap<>();
        groups.put(new SpreadGroup(null, "g1"), "first");
        groups.put(new SpreadGroup(new SpreadConnection(), "g1"), "second");
        assertThat(groups).hasSize(1).containsEntry(new SpreadGroup(null, "g1"), "second");
        assertThat(new SpreadGroup(null, "g1").equals(null)).isFalse();
        assertThat(new SpreadGroup(null, "g1")).isNotEqualTo(new SpreadGroup(null, "g2"));
        assertThat(new SpreadGroup().toString()).isNull();
        assertThat(new SpreadGroup()).isEqualTo(new SpreadGroup()).hasSameHashCodeAs(new SpreadGroup());
    }

    @Test
    void defect14_26_version() {
        SpreadVersion version = new SpreadVersion();
        assertThat(version.getMajorVersion()).isEqualTo(5);
        assertThat(version.getMinorVersion()).isZero();
        assertThat(version.getPatchVersion()).isEqualTo(1);
        assertThat(version.getVersion()).isEqualTo(5.0f);
        assertThat(version).hasToString("5.00.01");
    }

    @Test
    void helpersForSubclasses() {
        byte[] bytes = {0, 0x12, 0x34, 0x56, (byte) 0x78};
        assertThat(SpreadConnection.toInt(bytes, 1)).isEqualTo(0x12345678);
        assertThat(SpreadConnection.flip(0x12345678)).isEqualTo(0x78563412);
        byte[] field = new byte[40];
        field[3] = 'g';
        SpreadConnection connection = new SpreadConnection();
        assertThat(connection.toGroup(field, 3)).isEqualTo(new SpreadGroup(null, "g"));
        assertThat(SpreadConnection.MAX_GROUP_NAME).isEqualTo(32);
    }
}
