package org.ringcast.harness.sim.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ringcast.daemon.core.CoreSettings.TimerSettings;
import org.ringcast.daemon.wire.PacketKind;
import org.ringcast.harness.sim.Datagram;
import org.ringcast.harness.sim.PacketFilter;
import org.ringcast.harness.sim.SimClient;
import org.ringcast.harness.sim.SimCluster;
import org.ringcast.harness.sim.SimConfig;
import org.ringcast.harness.sim.SimDaemon;
import org.ringcast.harness.sim.SimProcess;
import org.ringcast.harness.sim.SimRandom;
import org.ringcast.protocol.ServiceType;

/**
 * A ring of three, with clients, under fire: damaged packets come in volleys, in whatever state the daemons are; between them
 * daemons die, stop for a while and lose each other, so that all states are met. Nothing may throw, memory must stay bounded,
 * and when it is quiet there must be one ring again.
 */
public final class FuzzRun {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int DAEMONS = 3;
    private static final int VOLLEY = 200;
    private static final int VOLLEYS_BETWEEN_RESTS = 40;
    private static final int SAMPLES = 64;
    private static final long MAX_BUFFER_BYTES = 128L << 20;

    /**
     * What became of it.
     *
     * @param violation what was wrong, null when nothing was
     * @param kinds how many packets were made from each kind
     */
    public record Result(long cases, String violation, long simulatedNs, long rings, Map<PacketKind, Long> kinds) {}

    private final long seed;
    private final SimRandom random;
    private final PacketMutator mutator;
    private final SimCluster cluster;
    private final Map<PacketKind, List<Datagram>> samples = new EnumMap<>(PacketKind.class);
    private final Map<PacketKind, Long> kinds = new EnumMap<>(PacketKind.class);
    private boolean injecting;
    private long cases;
    private Datagram last;

    private FuzzRun(long seed) {
        this.seed = seed;
        random = new SimRandom(seed);
        mutator = new PacketMutator(random.split());
        SimConfig config = SimConfig.segments(random.chance(0.7) ? new int[] {DAEMONS} : new int[] {2, 1})
                .seed(seed)
                .timers(TimerSettings.LAN)
                .level(random.chance(0.3) ? 4 : 5)
                .accelerated(random.chance(0.5));
        cluster = SimCluster.of(config).build();
    }

    /** Throws this many packets. The same seed throws the same. */
    public static Result run(long seed, long cases) {
        return new FuzzRun(seed).run(cases);
    }

    private Result run(long limit) {
        String violation = null;
        try {
            begin();
            for (int volley = 1; cases < limit && violation == null; volley++) {
                disturb();
                volley((int) Math.min(VOLLEY, limit - cases));
                cluster.runMillis(random.between(0, 1_500));
                violation = memory();
                if (violation == null && (volley % VOLLEYS_BETWEEN_RESTS == 0 || cases == limit)) {
                    violation = rest();
                }
            }
        } catch (RuntimeException | Error e) {
            violation = "exception " + e + " at "
                    + String.join(
                            " < ",
                            Arrays.stream(e.getStackTrace())
                                    .limit(8)
                                    .map(String::valueOf)
                                    .toList());
        }
        if (violation != null) {
            violation = String.format(
                    Locale.ROOT,
                    "seed %d, case %d, at %.6f s: %s; the last packet was %s",
                    seed,
                    cases,
                    cluster.nowNs() / 1e9,
                    violation,
                    describe(last));
        }
        long rings = cluster.daemons().stream()
                .flatMap(daemon -> daemon.processes().stream())
                .mapToLong(process -> process.configurations().size())
                .sum();
        String leak = violation == null ? leak() : violation;
        return new Result(cases, leak, cluster.nowNs(), rings, kinds);
    }

    private void begin() {
        cluster.network().filter("tap", this::tap);
        cluster.startAll();
        cluster.runMillis(2_500);
        for (int i = 0; i < DAEMONS; i++) {
            cluster.client("c" + i, i).forgetFrames();
        }
    }

    /** Keeps a few packets of each kind, the newer the likelier. */
    private long tap(Datagram datagram) {
        if (!injecting && datagram.kind() != PacketKind.UNKNOWN) {
            List<Datagram> kept = samples.computeIfAbsent(datagram.kind(), k -> new ArrayList<>());
            if (kept.size() < SAMPLES) {
                kept.add(datagram);
            } else if (random.chance(0.2)) {
                kept.set(random.below(SAMPLES), datagram);
            }
        }
        return PacketFilter.PASS;
    }

    // ---- Under fire ----------------------------------------------------------------------------------------------

    /** Clients do something, and now and then something goes wrong, so that daemons are in other states. */
    private void disturb() {
        for (SimClient client : cluster.clients()) {
            client.connect();
            client.join("g" + random.below(3));
            for (int i = random.below(5); i > 0; i--) {
                client.multicast(
                        random.chance(0.5) ? ServiceType.SAFE : ServiceType.FIFO,
                        random.below(3_000),
                        "g" + random.below(3));
            }
            if (random.chance(0.1)) {
                client.leave("g" + random.below(3));
            }
        }
        SimDaemon daemon = cluster.daemon(random.below(DAEMONS));
        switch (random.below(12)) {
            case 0 -> daemon.start();
            case 1 -> {
                daemon.pause();
                cluster.after(random.between(1, 2_000) * SimCluster.MS, daemon::resume);
            }
            case 2 -> {
                cluster.network().partition(random.below(2), random.below(2), random.below(2));
                cluster.after(
                        random.between(1, 3_000) * SimCluster.MS,
                        () -> cluster.network().unpartition());
            }
            default -> {
                // the packets are enough
            }
        }
        cluster.runMillis(random.between(0, 20));
    }

    private void volley(int count) {
        List<PacketKind> known = List.copyOf(samples.keySet());
        long paceNs = random.between(2_000, 200_000);
        for (int i = 0; i < count; i++) {
            PacketKind kind = random.pick(known);
            Datagram genuine = random.pick(samples.get(kind));
            Datagram other = random.pick(samples.get(random.pick(known)));
            byte[] bytes = mutator.mutate(genuine.bytes(), genuine.port(), List.of(other.bytes()));
            int from = genuine.from();
            int to = (from + random.between(1, DAEMONS - 1)) % DAEMONS;
            Datagram.Port port = random.chance(0.97)
                    ? genuine.port()
                    : genuine.port() == Datagram.Port.DATA ? Datagram.Port.TOKEN : Datagram.Port.DATA;
            kinds.merge(kind, 1L, Long::sum);
            cases++;
            last = new Datagram(from, to, port, false, bytes, cluster.nowNs());
            injecting = true;
            cluster.network().inject(from, to, port, bytes);
            injecting = false;
            cluster.runFor(paceNs);
        }
    }

    // ---- Demands -------------------------------------------------------------------------------------------------

    private String memory() {
        for (SimDaemon daemon : cluster.daemons()) {
            SimProcess process = daemon.process();
            if (process.bufferBytes() > MAX_BUFFER_BYTES) {
                return process + " holds " + process.bufferBytes() + " bytes of buffers";
            }
        }
        return null;
    }

    /** It is quiet for a while: everybody must find together. */
    private String rest() {
        cluster.network().heal();
        cluster.network().filter("tap", this::tap);
        cluster.daemons().forEach(SimDaemon::resume);
        cluster.startAll();
        // A forged partition command lasts for a minute.
        long limitNs = cluster.config().convergenceNs() + 62 * SECOND_NS;
        if (!cluster.runUntil(() -> cluster.isOneRing() && isOpen(), limitNs)) {
            StringBuilder text = new StringBuilder("no ring within ")
                    .append(limitNs / SECOND_NS)
                    .append(" s of quiet:");
            for (SimDaemon daemon : cluster.daemons()) {
                text.append(' ').append(daemon.process()).append(" state ");
                text.append(daemon.process().core().membershipState())
                        .append(" in ")
                        .append(daemon.process().ring());
            }
            return text.toString();
        }
        return null;
    }

    private boolean isOpen() {
        return cluster.daemons().stream()
                .allMatch(daemon -> daemon.process().core().acceptsClients());
    }

    private String leak() {
        cluster.close();
        for (SimDaemon daemon : cluster.daemons()) {
            for (SimProcess process : daemon.processes()) {
                if (process.bufferBytes() != 0) {
                    return "seed " + seed + ": " + process + " has not given back " + process.bufferBytes()
                            + " bytes of buffers";
                }
            }
        }
        return null;
    }

    private static String describe(Datagram datagram) {
        return datagram == null
                ? "none"
                : SimConfig.nameOf(datagram.from()) + ">" + SimConfig.nameOf(datagram.to()) + " " + datagram.port()
                        + " " + HexFormat.of().formatHex(datagram.bytes());
    }
}
