package org.ringcast.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LogTextTest {
    @Test
    void namesCannotWriteLinesOfTheirOwn() {
        assertThat(LogText.oneLine("joins group g\nSess_kill: killing\r\u001b[31m\u0085\u00e9\u007f"))
                .isEqualTo("joins group g?Sess_kill: killing??[31m???");
        assertThat(LogText.oneLine("G_init: \td1")).isEqualTo("G_init: \td1");
    }

    @Test
    void illegalSenderIsLoggedAsOneLine() {
        byte[] frame = new byte[Limits.HEADER];
        byte[] sender = "#a\nb#d1".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(sender, 0, frame, FrameHeader.SENDER_OFFSET, sender.length);
        assertThat(FrameValidator.illegalSenderGroupsLine(new FrameHeader().wrap(frame, 0)))
                .isEqualTo("G_private_to_names: Illegal private_group_name #a?b#d1 (priv, proc)");
    }
}
