package org.ringcast.harness.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Items, and who says that one comes right before another. Work and memory grow with the number of such statements. */
final class OrderGraph {
    /** Items that cannot be put into an order. */
    record Circle(List<String> who, String what, long firstNumber, long secondNumber) {}

    private record Edge(int to, String who, long number, Edge next) {}

    private static final int MAX_ITEMS_NAMED = 8;

    private final Map<Object, Integer> numbers = new HashMap<>();
    private final List<Object> items = new ArrayList<>();
    private final List<Edge> edges = new ArrayList<>();
    private int[] incoming = new int[1024];
    private String who = "";
    private int last = -1;

    /** What follows comes from another log. */
    void beginLog(String who) {
        this.who = who;
        last = -1;
    }

    /** The next item of the log. */
    void next(Object item, long number) {
        int at = index(item);
        if (last >= 0 && last != at) {
            add(last, at, number);
        }
        last = at;
    }

    /** One item comes before another, wherever the log is. */
    void after(Object before, long beforeNumber, Object item, long number) {
        int from = index(before);
        int to = index(item);
        if (from != to) {
            add(from, to, Math.max(number, beforeNumber));
        }
    }

    private int index(Object item) {
        Integer known = numbers.get(item);
        if (known != null) {
            return known;
        }
        int index = items.size();
        numbers.put(item, index);
        items.add(item);
        edges.add(null);
        if (index >= incoming.length) {
            incoming = Arrays.copyOf(incoming, incoming.length * 2);
        }
        return index;
    }

    private void add(int from, int to, long number) {
        edges.set(from, new Edge(to, who, number, edges.get(from)));
        incoming[to]++;
    }

    /** A circle, null when there is none. */
    Circle findCircle() {
        int[] open = Arrays.copyOf(incoming, items.size());
        Deque<Integer> free = new ArrayDeque<>();
        for (int i = 0; i < open.length; i++) {
            if (open[i] == 0) {
                free.add(i);
            }
        }
        int placed = 0;
        while (!free.isEmpty()) {
            int item = free.poll();
            placed++;
            for (Edge edge = edges.get(item); edge != null; edge = edge.next()) {
                if (--open[edge.to()] == 0) {
                    free.add(edge.to());
                }
            }
        }
        return placed == items.size() ? null : shortCircle(open);
    }

    /**
     * What is left over lies on a circle or behind one, and everything left over has something left over before it: going
     * back long enough ends on a circle.
     */
    private Circle shortCircle(int[] open) {
        int[] before = new int[open.length];
        int start = -1;
        for (int from = 0; from < open.length; from++) {
            for (Edge edge = open[from] > 0 ? edges.get(from) : null; edge != null; edge = edge.next()) {
                before[edge.to()] = from;
                start = open[edge.to()] > 0 ? edge.to() : start;
            }
        }
        for (int step = 0; step < open.length; step++) {
            start = before[start];
        }
        return describe(start, pathBackTo(start, open));
    }

    private List<Edge> pathBackTo(int start, int[] open) {
        Map<Integer, Edge> reachedBy = new HashMap<>();
        Map<Integer, Integer> reachedFrom = new HashMap<>();
        Deque<Integer> queue = new ArrayDeque<>(List.of(start));
        while (!queue.isEmpty()) {
            int item = queue.poll();
            for (Edge edge = edges.get(item); edge != null; edge = edge.next()) {
                if (open[edge.to()] == 0 || reachedBy.containsKey(edge.to())) {
                    continue;
                }
                reachedBy.put(edge.to(), edge);
                reachedFrom.put(edge.to(), item);
                if (edge.to() == start) {
                    return unwind(start, reachedBy, reachedFrom);
                }
                queue.add(edge.to());
            }
        }
        throw new IllegalStateException("no way back to an item on a circle");
    }

    private static List<Edge> unwind(int start, Map<Integer, Edge> reachedBy, Map<Integer, Integer> reachedFrom) {
        List<Edge> path = new ArrayList<>();
        int at = start;
        do {
            path.add(0, reachedBy.get(at));
            at = reachedFrom.get(at);
        } while (at != start);
        return path;
    }

    private Circle describe(int start, List<Edge> path) {
        TreeSet<String> logs = new TreeSet<>();
        path.forEach(edge -> logs.add(edge.who()));
        StringBuilder what = new StringBuilder().append(items.get(start));
        for (Edge edge : path.subList(0, Math.min(path.size(), MAX_ITEMS_NAMED))) {
            what.append(" before ")
                    .append(items.get(edge.to()))
                    .append(" (")
                    .append(edge.who())
                    .append(')');
        }
        if (path.size() > MAX_ITEMS_NAMED) {
            what.append(" ... ").append(path.size()).append(" steps");
        }
        return new Circle(
                List.copyOf(logs),
                what.toString(),
                path.get(0).number(),
                path.get(path.size() - 1).number());
    }
}
