package org.ringcast.daemon.admin.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.wire.StatusReply.Field;

/** docs/counters.md has the catalogue; its tables are made here, with -Dgolden.update=true. */
class CountersPageTest {
    private static final Path PAGE = Path.of(System.getProperty("ringcast.top", ".."), "docs", "counters.md");

    private static String table() {
        StringBuilder text = new StringBuilder(
                "| metric | labels | type | unit | in the status | meaning |\n|---|---|---|---|---|---|\n");
        for (Catalogue.Row row : Catalogue.rows()) {
            text.append("| `%s` | %s | %s | %s | %s | %s |\n"
                    .formatted(
                            row.metric(),
                            row.labels(),
                            row.type(),
                            row.unit(),
                            row.key().isEmpty() ? "" : "`" + row.key() + "`",
                            row.text()));
        }
        return text.toString();
    }

    private static String fields() {
        StringBuilder text = new StringBuilder("| field | meaning |\n|---|---|\n");
        for (Field field : Field.values()) {
            text.append("| `%s` | %s |\n".formatted(field.key(), field.text()));
        }
        return text.toString();
    }

    private static String withPart(String page, String name, String text) {
        String begin = "<!-- begin " + name + " -->\n";
        String end = "<!-- end " + name + " -->\n";
        int from = page.indexOf(begin);
        int to = page.indexOf(end);
        assertThat(from >= 0 && to > from).as("the page has a part " + name).isTrue();
        return page.substring(0, from) + begin + "\n" + text + "\n" + page.substring(to);
    }

    @Test
    void pageHasTheCatalogue() throws IOException {
        String page = Files.readString(PAGE, StandardCharsets.UTF_8);
        String right = withPart(withPart(page, "metrics", table()), "fields", fields());
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PAGE, right, StandardCharsets.UTF_8);
            return;
        }
        assertThat(page).as("docs/counters.md; run with -Dgolden.update=true").isEqualTo(right);
    }

    @Test
    void namesAreUniqueAndOfOneForm() {
        Set<String> names = new HashSet<>();
        Set<String> keys = new HashSet<>();
        for (Catalogue.Row row : Catalogue.rows()) {
            assertThat(row.metric()).matches("ringcast_[a-z0-9_]+");
            assertThat(names.add(row.metric() + row.labels())).as(row.metric()).isTrue();
            assertThat(row.key().isEmpty() || keys.add(row.key())).as(row.key()).isTrue();
            assertThat(row.text())
                    .as(row.metric())
                    .isNotBlank()
                    .doesNotContain("|")
                    .doesNotEndWith(".");
        }
    }
}
