package org.ringcast.monitor.manual;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of docs/ as a manual page. Knows the Markdown that the pages use: headings, paragraphs, lists of one level, tables,
 * fenced code, and inside lines code, emphasis and links. A row of a table becomes a term (its first cell) with the other
 * cells behind it, each after its heading unless it is the last.
 */
final class MarkdownPage {
    private static final Pattern LINK = Pattern.compile("\\[([^]]*)]\\(([^)]*)\\)");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern EMPHASIS = Pattern.compile("(?<![\\w*])\\*\\*?([^*\\s][^*]*)\\*\\*?(?![\\w*])");
    private static final Pattern CELL_END = Pattern.compile("(?<!\\\\)\\|");

    private final List<String> lines;
    private final Roff page;
    private int at;

    private MarkdownPage(String markdown, Roff page) {
        this.lines = markdown.lines().toList();
        this.page = page;
    }

    /** Adds the page; its title, the heading of the first level, is left out. */
    static void append(String markdown, Roff page) {
        new MarkdownPage(markdown, page).run();
    }

    private void run() {
        page.section("DESCRIPTION");
        while (at < lines.size()) {
            String line = lines.get(at);
            if (line.isBlank() || line.startsWith("# ")) {
                at++;
            } else if (line.startsWith("## ")) {
                page.section(line.substring(3).toUpperCase(Locale.ROOT));
                at++;
            } else if (line.startsWith("###")) {
                page.subsection(line.replaceFirst("^#+ ", ""));
                at++;
            } else if (line.startsWith("```")) {
                code();
            } else if (line.startsWith("|")) {
                table();
            } else if (isItem(line)) {
                page.item(inline(block()));
            } else {
                page.paragraph(inline(block()));
            }
        }
    }

    private static boolean isItem(String line) {
        return line.startsWith("* ") || line.startsWith("- ");
    }

    /** Lines up to the next that begins something else. */
    private String block() {
        StringBuilder text =
                new StringBuilder(isItem(lines.get(at)) ? lines.get(at).substring(2) : lines.get(at));
        at++;
        while (at < lines.size() && !startsBlock(lines.get(at))) {
            text.append('\n').append(lines.get(at));
            at++;
        }
        return text.toString();
    }

    private static boolean startsBlock(String line) {
        return line.isBlank() || line.startsWith("#") || line.startsWith("```") || line.startsWith("|") || isItem(line);
    }

    private void code() {
        List<String> code = new ArrayList<>();
        at++;
        while (at < lines.size() && !lines.get(at).startsWith("```")) {
            code.add(lines.get(at));
            at++;
        }
        at++;
        page.verbatim(code);
    }

    private void table() {
        List<String> heads = cells(lines.get(at));
        at += 2;
        while (at < lines.size() && lines.get(at).startsWith("|")) {
            List<String> cells = cells(lines.get(at));
            List<String> text = new ArrayList<>();
            for (int i = 1; i < cells.size(); i++) {
                String head = i < cells.size() - 1 && i < heads.size() ? heads.get(i) : "";
                if (!cells.get(i).isEmpty()) {
                    text.add((head.isEmpty() ? "" : inline(head) + ": ") + inline(cells.get(i)));
                }
            }
            page.term(Roff.bold(unmarked(inline(cells.get(0)))), String.join(".\n", text));
            at++;
        }
    }

    private static List<String> cells(String row) {
        List<String> cells = new ArrayList<>();
        String inner = row.strip();
        for (String cell : CELL_END.split(inner.substring(1), -1)) {
            cells.add(cell.strip().replace("\\|", "|"));
        }
        // What is behind the last bar.
        cells.remove(cells.size() - 1);
        return cells;
    }

    private static String inline(String text) {
        String result = LINK.matcher(text).replaceAll("$1");
        result = CODE.matcher(result).replaceAll(match -> Matcher.quoteReplacement(Roff.bold(match.group(1))));
        return EMPHASIS.matcher(result).replaceAll(match -> Matcher.quoteReplacement(Roff.italic(match.group(1))));
    }

    private static String unmarked(String text) {
        return text.replaceAll("[\u0001-\u0003]", "");
    }
}
