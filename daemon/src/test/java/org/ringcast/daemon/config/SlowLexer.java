package org.ringcast.daemon.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The table of tokens written down as regular expressions and matched one after the other; for the alphabet of its test. */
final class SlowLexer {
    private static final String WORD = "[^ \\t\\r\\n\\x0B\\f#{}\\[\\]]";
    private static final String HEX = "[0-9A-Fa-f]{1,4}";
    private static final String SIDE = "(?:" + HEX + "(?::" + HEX + "){0,6})?";
    private static final String V6 = "(?:" + HEX + "(?::" + HEX + "){7}|" + SIDE + "::" + SIDE + ")";
    private static final String V4 = "(?:[0-9]{1,3}\\.){3}[0-9]{1,3}";
    private static final String ZONE = "(?:%" + WORD + "+)?";

    private static final Map<String, Pattern> RULES = new LinkedHashMap<>();

    static {
        rule("EXTENSION", "#\\+[^\\n]*");
        rule("comment", "#[^\\n]*");
        rule("blank", "[ \\t\\r\\n]");
        rule("OPEN_BRACE", "\\{");
        rule("CLOSE_BRACE", "\\}");
        rule("EQUALS", "=");
        rule("COLON", ":");
        rule("SEMICOLON", ";");
        rule("INTERFACE_LETTER", "[MCD]");
        rule("ADDRESS", V4);
        rule("ADDRESS", V6 + ZONE);
        rule("ADDRESS_WITH_PORT", V4 + ":[0-9]{1,5}");
        rule("ADDRESS_WITH_PORT", "\\[" + V6 + ZONE + "\\]:[0-9]{1,5}");
        rule("NUMBER", "[0-9]{1,9}");
        rule("STRING", "\"[^\"]*\"");
        rule("STRING", "'[^']*'");
        rule("STRING", WORD + "+");
        rule("skipped", "(?s).");
    }

    private SlowLexer() {}

    private static void rule(String kind, String regex) {
        RULES.put(kind + "/" + regex, Pattern.compile(regex));
    }

    static List<String> kinds(String text) {
        List<String> out = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            if (text.charAt(at) == '!' && at + 1 < text.length() && text.charAt(at + 1) != '\n') {
                out.add("BANG !");
                at++;
                continue;
            }
            String best = "";
            int length = 0;
            for (Map.Entry<String, Pattern> rule : RULES.entrySet()) {
                int end = longest(rule.getValue(), text, at);
                String kind = rule.getKey().substring(0, rule.getKey().indexOf('/'));
                if (end - at > length && isValid(kind, text.substring(at, end))) {
                    best = kind;
                    length = end - at;
                }
            }
            if (!best.equals("comment") && !best.equals("blank") && !best.equals("skipped")) {
                out.add(best + " " + text.substring(at, at + length));
            }
            at += length;
        }
        return out;
    }

    /** Regular expressions do not look for the longest match by themselves, so every end is tried. */
    private static int longest(Pattern pattern, String text, int from) {
        for (int end = text.length(); end > from; end--) {
            Matcher matcher = pattern.matcher(text).region(from, end);
            if (matcher.matches()) {
                return end;
            }
        }
        return from;
    }

    private static boolean isValid(String kind, String token) {
        if (!kind.startsWith("ADDRESS")) {
            return true;
        }
        String address = token.startsWith("[") ? token.substring(1, token.indexOf(']')) : token;
        if (address.indexOf('.') >= 0 && token.indexOf('%') < 0) {
            int colon = address.indexOf(':');
            for (String part : (colon < 0 ? address : address.substring(0, colon)).split("\\.", -1)) {
                if (Integer.parseInt(part) > 255 || !part.equals(String.valueOf(Integer.parseInt(part)))) {
                    return false;
                }
            }
            return true;
        }
        String plain = address.indexOf('%') < 0 ? address : address.substring(0, address.indexOf('%'));
        int gap = plain.indexOf("::");
        return gap < 0 || groups(plain.substring(0, gap)) + groups(plain.substring(gap + 2)) <= 7;
    }

    private static int groups(String side) {
        return side.isEmpty() ? 0 : side.split(":", -1).length;
    }
}
