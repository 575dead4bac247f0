package org.ringcast.harness.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.ringcast.harness.vectors.CapturedSession.Direction;

class CapturedSessionTest {
    @Test
    void everyRecordingIsThere() {
        assertThat(CapturedSession.names()).hasSize(240).isSorted();
        int items = 0;
        for (String name : CapturedSession.names()) {
            items += CapturedSession.load(name).items().size();
        }
        assertThat(items).isEqualTo(4271);
    }

    @Test
    void partsOfTheName() {
        CapturedSession session = CapturedSession.load("mixed_c_and_java_clients.c501+java-d501");
        assertThat(session.scenario()).isEqualTo("mixed_c_and_java_clients");
        assertThat(session.client()).isEqualTo("c501+java");
        assertThat(session.daemon()).isEqualTo("d501");
        assertThat(session.connectionCount()).isEqualTo(2);
        assertThat(CapturedSession.namesOf("disconnect")).hasSize(6);
    }

    @Test
    void itemsBytesAndMarkers() {
        CapturedSession session = CapturedSession.load("raw_bad_version.raw-d501");
        assertThat(session.isInPieces()).isTrue();
        assertThat(session.stream(Direction.DAEMON_TO_CLIENT, 1)).containsExactly(0xf9);
        CapturedSession.Item last = session.items(Direction.DAEMON_TO_CLIENT, 1).get(1);
        assertThat(last.isReset()).isTrue();
        assertThat(last.isEnd()).isTrue();
    }

    @Test
    void escapesInNotes() {
        CapturedSession session = CapturedSession.load("raw_group_name_31_and_odd.raw-d440");
        assertThat(session.items()).anyMatch(item -> item.note().contains("group=a b\u0001\u00ff members"));
    }
}
