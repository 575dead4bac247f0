package org.ringcast.harness.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.ringcast.harness.check.history.ClientEvent;
import org.ringcast.harness.check.history.ClientEvent.View;
import org.ringcast.harness.check.history.ClientId;
import org.ringcast.harness.check.history.History;
import org.ringcast.harness.check.history.InstalledRing;
import org.ringcast.harness.check.history.RingId;

/**
 * Where there may have been a cascade, as far as the lists of rings tell that the daemons installed. In a cascade a ring is
 * installed, its groups do not come together, and another one is installed. Who was lost before the first of these rings had to be
 * told with a signal, whatever came later.
 */
final class RingLists {
    private final Map<String, List<List<InstalledRing>>> lives;
    /** Rings in which the groups came together at a daemon: a client there was told a first view made in it. */
    private final Map<String, Set<RingId>> settled = new HashMap<>();

    RingLists(History history) {
        lives = history.installedRings();
        history.clients().forEach((client, events) -> {
            for (ClientEvent event : events) {
                if (event instanceof View view && view.id().index() == 1) {
                    settled.computeIfAbsent(client.daemonName(), d -> new HashSet<>())
                            .add(view.id().ring());
                }
            }
        });
    }

    /**
     * Why members cannot have been lost in a cascade between two views of a group that follow each other.
     *
     * @param client who received the views
     * @param lost members of the first view that the second one lacks
     * @return empty when they can
     */
    Optional<String> whyNoCascade(ClientId client, View before, View view, List<String> lost) {
        String daemon = client.daemonName();
        if (!lives.containsKey(daemon)) {
            return Optional.of("the rings of " + daemon + " are not known");
        }
        for (List<InstalledRing> life : lives.get(daemon)) {
            int last = indexOf(life, view.id().ring());
            if (last >= 0) {
                int first = firstAfter(daemon, life, before, last);
                return first < 0
                        ? Optional.of(daemon + " printed no ring " + before.id().ring() + " before")
                        : whyNotFrom(daemon, life, first, last, lost);
            }
        }
        return Optional.of(daemon + " printed no ring " + view.id().ring());
    }

    private static Optional<String> whyNotFrom(
            String daemon, List<InstalledRing> life, int first, int last, List<String> lost) {
        InstalledRing ring = life.get(first);
        if (first >= last) {
            return Optional.of(daemon + " installed no other ring in between");
        }
        for (String member : lost) {
            String home = home(member);
            if (home.equals(daemon)) {
                return Optional.of(member + " is at the same daemon");
            }
            if (!ring.members().contains(home)) {
                return Optional.of(home + " was lost already in " + ring.id());
            }
        }
        return Optional.empty();
    }

    /** Place of the ring that followed the last one of which it is known that the groups had come together; -1 without one. */
    private int firstAfter(String daemon, List<InstalledRing> life, View before, int last) {
        int place = indexOf(life, before.id().ring());
        if (place < 0) {
            place = firstMeeting(life, before.id().ring());
        }
        if (place < 0) {
            place = lastBefore(life, before.id().ring().time());
        }
        if (place < 0) {
            return -1;
        }
        // A group keeps its id when a ring changes nothing for it: the view may have been made in a later one.
        Set<String> homes = before.members().stream().map(RingLists::home).collect(Collectors.toSet());
        while (place < last && !life.get(place).members().containsAll(homes)) {
            place++;
        }
        Set<RingId> here = settled.getOrDefault(daemon, Set.of());
        for (int i = place + 1; i < last; i++) {
            place = here.contains(life.get(i).id()) ? i : place;
        }
        return place + 1;
    }

    private static String home(String member) {
        return member.substring(member.lastIndexOf('#') + 1);
    }

    /**
     * A view may have the id of a ring in which its receiver's daemon never was: others brought the group along when they met. Place
     * of the first ring in which that can have been; -1 when there is none.
     */
    private int firstMeeting(List<InstalledRing> life, RingId brought) {
        int meeting = -1;
        for (List<List<InstalledRing>> ofOther : lives.values()) {
            for (List<InstalledRing> other : ofOther) {
                int begin = indexOf(other, brought);
                for (int i = begin + 1; begin >= 0 && i < other.size(); i++) {
                    int place = indexOf(life, other.get(i).id());
                    if (place >= 0) {
                        meeting = meeting < 0 ? place : Math.min(meeting, place);
                        break;
                    }
                }
            }
        }
        return meeting;
    }

    /** A group that was created while the ring changed keeps the id of the transitional configuration, which nobody prints. */
    private static int lastBefore(List<InstalledRing> life, int time) {
        int place = -1;
        for (int i = 0; i < life.size(); i++) {
            place = life.get(i).id().time() < time ? i : place;
        }
        return place;
    }

    private static int indexOf(List<InstalledRing> life, RingId id) {
        for (int i = 0; i < life.size(); i++) {
            if (life.get(i).id().equals(id)) {
                return i;
            }
        }
        return -1;
    }
}
