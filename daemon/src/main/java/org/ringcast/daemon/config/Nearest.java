package org.ringcast.daemon.config;

import java.util.Locale;
import java.util.stream.Stream;

/** Finds the word that somebody probably meant. */
final class Nearest {
    private static final int MAX_LENGTH = 40;

    private Nearest() {}

    /**
     * {@code did you mean X?} for a word that is X in other letters' case, or differs from it by one letter put in, left out,
     * replaced or swapped with its neighbour, by two if X is long; empty if nothing is near.
     */
    static String hint(String word, Stream<String> candidates) {
        String best = "";
        int least = Integer.MAX_VALUE;
        for (String candidate : candidates.toList()) {
            int distance = distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            int allowed = Math.min(2, candidate.length() / 4);
            if (distance <= allowed && distance < least) {
                best = candidate;
                least = distance;
            }
        }
        return best.isEmpty() ? "" : "did you mean " + best + "?";
    }

    private static int distance(String a, String b) {
        if (a.length() > MAX_LENGTH) {
            return Integer.MAX_VALUE;
        }
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int k = 0; k <= b.length(); k++) {
                cost[i][k] = i == 0 || k == 0 ? i + k : step(cost, a, b, i, k);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int step(int[][] cost, String a, String b, int i, int k) {
        boolean same = a.charAt(i - 1) == b.charAt(k - 1);
        int least = Math.min(Math.min(cost[i - 1][k], cost[i][k - 1]) + 1, cost[i - 1][k - 1] + (same ? 0 : 1));
        boolean swapped = i > 1 && k > 1 && a.charAt(i - 1) == b.charAt(k - 2) && a.charAt(i - 2) == b.charAt(k - 1);
        return swapped ? Math.min(least, cost[i - 2][k - 2] + 1) : least;
    }
}
