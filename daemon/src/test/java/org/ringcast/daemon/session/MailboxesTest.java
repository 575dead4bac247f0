package org.ringcast.daemon.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class MailboxesTest {
    @Test
    void numbersAreSmallUniqueAndRestBeforeTheyComeBack() {
        Mailboxes mailboxes = new Mailboxes();
        Set<Integer> live = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            assertThat(live.add(mailboxes.take())).isTrue();
        }
        assertThat(live).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        mailboxes.giveBack(3);
        assertThat(mailboxes.take()).as("not the one just given back").isEqualTo(11);
        int largest = 0;
        for (int i = 0; i < 10_000; i++) {
            int number = mailboxes.take();
            largest = Math.max(largest, number);
            assertThat(live).doesNotContain(number == 3 ? 0 : number);
            mailboxes.giveBack(number);
        }
        assertThat(largest).isLessThan(100);
    }
}
