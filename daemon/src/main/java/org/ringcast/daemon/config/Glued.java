package org.ringcast.daemon.config;

/**
 * Words in which {@code =} or {@code ;} sticks to its neighbour. To Spread they are one word, so a misspelt option becomes
 * a syntax error or, inside a segment, the name of a daemon that is then looked up in the name service.
 */
final class Glued {
    private Glued() {}

    /**
     * Where to cut the word: after an option's name, after a leading {@code =} behind an option's name, before a trailing
     * {@code ;} behind an address or a number. The word's length if nothing is glued.
     */
    static int cut(String word, boolean afterOptionName) {
        int equals = word.indexOf('=');
        if (equals > 0 && isOptionName(word.substring(0, equals))) {
            return equals;
        }
        if (equals == 0 && word.length() > 1 && afterOptionName) {
            return 1;
        }
        int last = word.length() - 1;
        if (last > 0 && word.charAt(last) == ';' && isAddressOrNumber(word.substring(0, last))) {
            return last;
        }
        return word.length();
    }

    private static boolean isOptionName(String word) {
        return word.equals("VirtualID") || SpreadOption.byKeyword(word) != null;
    }

    private static boolean isAddressOrNumber(String word) {
        int percent = word.indexOf('%');
        String plain = percent < 0 ? word : word.substring(0, percent);
        return AddressText.parseIpv4(word) != null
                || AddressText.parseIpv6(plain, 0) != null
                || ConfigLexer.isNumber(word);
    }

    /** What to write instead, or empty if nothing is glued. */
    static String hint(String word) {
        int cut = cut(word, word.startsWith("="));
        if (cut == word.length()) {
            return "";
        }
        int equals = word.indexOf('=');
        String apart = equals < 0
                ? word.substring(0, cut) + " ;"
                : (word.substring(0, equals) + " = " + word.substring(equals + 1)).strip();
        return "put blanks around '=' and ';': " + Text.excerpt(apart);
    }
}
