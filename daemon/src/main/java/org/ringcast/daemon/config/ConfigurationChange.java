package org.ringcast.daemon.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What another configuration does to the daemons of the one before. Daemons of both are found by their names and, at level 5, by
 * their ids; at level 4 the id is the address, and alone counts.
 *
 * @param added daemons that are only in the new one, in its order
 * @param removed daemons that are only in the old one, in its order
 * @param changed daemons of both that are described in another way, in the new order
 */
public record ConfigurationChange(List<Daemon> added, List<Daemon> removed, List<Changed> changed) {
    /** Something about a daemon that may change. */
    public enum Aspect {
        NAME("name"),
        ADDRESS("address"),
        PORT("port"),
        ID("id"),
        INTERFACES("interfaces"),
        SEGMENT("addresses of its segment");

        private final String text;

        Aspect(String text) {
            this.text = text;
        }

        /** In words. */
        public String text() {
            return text;
        }
    }

    /**
     * A daemon that both have.
     *
     * @param before in the old one
     * @param after in the new one
     * @param aspects what has changed, at least one
     */
    public record Changed(Daemon before, Daemon after, Set<Aspect> aspects) {
        public Changed {
            aspects = Collections.unmodifiableSet(EnumSet.copyOf(aspects));
        }

        /** Whether the daemon itself has to be started anew: it cannot become another one while it runs. */
        public boolean needsRestart() {
            return aspects.stream().anyMatch(a -> a != Aspect.INTERFACES && a != Aspect.SEGMENT);
        }

        /** What has changed, in words. */
        public String text() {
            return aspects.stream().map(Aspect::text).collect(Collectors.joining(", "));
        }
    }

    public ConfigurationChange {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        changed = List.copyOf(changed);
    }

    /** Compares; both of one level. */
    public static ConfigurationChange between(Configuration before, Configuration after) {
        List<Daemon> added = new ArrayList<>();
        List<Changed> changed = new ArrayList<>();
        Set<Integer> found = new TreeSet<>();
        for (Daemon daemon : after.daemons()) {
            Optional<Daemon> known = known(before, daemon);
            if (known.isEmpty()) {
                added.add(daemon);
                continue;
            }
            found.add(known.get().index());
            entry(before, known.get(), after, daemon).ifPresent(changed::add);
        }
        List<Daemon> removed = before.daemons().stream()
                .filter(daemon -> !found.contains(daemon.index()))
                .toList();
        return new ConfigurationChange(added, removed, changed);
    }

    /** How one daemon has changed, whatever found it again; empty when it has not. */
    public static Optional<Changed> entry(Configuration before, Daemon old, Configuration after, Daemon now) {
        Set<Aspect> aspects = aspects(before, old, after, now);
        return aspects.isEmpty() ? Optional.empty() : Optional.of(new Changed(old, now, aspects));
    }

    private static Optional<Daemon> known(Configuration before, Daemon daemon) {
        Optional<Daemon> sameId = before.daemonWithId(daemon.id(before.level()));
        return before.level() == ProtocolLevel.LEVEL_4
                ? sameId
                : before.daemonNamed(daemon.name()).or(() -> sameId);
    }

    private static Set<Aspect> aspects(Configuration before, Daemon old, Configuration after, Daemon now) {
        Set<Aspect> aspects = EnumSet.noneOf(Aspect.class);
        note(aspects, Aspect.NAME, old.name().equals(now.name()));
        note(aspects, Aspect.ADDRESS, old.address().equals(now.address()));
        note(aspects, Aspect.PORT, old.port() == now.port());
        note(aspects, Aspect.ID, old.id(before.level()) == now.id(before.level()));
        note(aspects, Aspect.INTERFACES, old.interfaces().equals(now.interfaces()));
        note(
                aspects,
                Aspect.SEGMENT,
                before.segmentOf(old).addresses().equals(after.segmentOf(now).addresses()));
        return aspects;
    }

    private static void note(Set<Aspect> aspects, Aspect aspect, boolean same) {
        if (!same) {
            aspects.add(aspect);
        }
    }

    /**
     * Whether every daemon is to be a ring of its own for a moment: somebody who stays may not be who he was. Spread's daemons
     * decide by the same rule.
     */
    public boolean needsSingletons() {
        return !changed.isEmpty();
    }

    /** The change of one daemon of the old configuration, if it stays and has changed. */
    public Optional<Changed> of(Daemon before) {
        return changed.stream()
                .filter(c -> c.before().index() == before.index())
                .findFirst();
    }

    /** Whether the new configuration has the daemon of the old one no more. */
    public boolean isRemoved(Daemon before) {
        return removed.stream().anyMatch(daemon -> daemon.index() == before.index());
    }
}
