package org.ringcast.daemon.admin.metrics;

import java.util.List;
import org.ringcast.daemon.core.StuckEpisode;
import org.ringcast.daemon.observe.RingStatistics;
import org.ringcast.daemon.observe.TokenRotation;
import org.ringcast.daemon.wire.StatusReply.Field;

/** A snapshot as JSON: what the page at {@code /} reads. See docs/counters.md, "The status". */
public final class StatusJson {
    private StatusJson() {}

    /**
     * Writes it.
     *
     * @param ringThreadSilenceS seconds since the ring thread's last turn
     */
    public static String of(DaemonSnapshot snapshot, double ringThreadSilenceS) {
        JsonText json = new JsonText().open('{');
        identity(json, snapshot, ringThreadSilenceS);
        json.name("status").open('{');
        snapshot.status().forEach((field, value) -> json.put(field.key(), value));
        json.close('}').name("counters").open('{');
        snapshot.counters().forEach(json::put);
        json.put(Metric.RETRANSMISSIONS_TO_ALL.key(), snapshot.retransmittedToAll());
        json.put(Metric.LOG_LINES_SUPPRESSED.key(), snapshot.suppressedLines());
        json.put(Metric.FAULTS.key(), snapshot.faults());
        json.close('}');
        daemons(json, snapshot);
        rotation(json, snapshot.rotation());
        sessions(json, snapshot.sessions());
        changes(json, snapshot);
        stuck(json, snapshot.stuck());
        strangers(json, snapshot.strangers());
        process(json, ProcessValues.now());
        return json.put("snapshot_cost_seconds", snapshot.costNs() / 1e9).close('}') + "\n";
    }

    private static void identity(JsonText json, DaemonSnapshot snapshot, double ringThreadSilenceS) {
        DaemonSnapshot.Identity me = snapshot.identity();
        Readiness readiness = Readiness.of(snapshot);
        json.put("daemon", me.name())
                .put("id", Integer.toUnsignedLong(me.id()))
                .put("version", me.version())
                .put("spread_version", me.spreadVersion())
                .put("protocol_level", me.protocolLevel())
                .put("configuration_hash", Integer.toUnsignedLong(snapshot.configurationHash()))
                .put("time_ms", snapshot.timeMs())
                .put("uptime_seconds", snapshot.field(Field.SEC))
                .put("state", Readiness.membership(snapshot))
                .put("groups_state", Readiness.groups(snapshot))
                .put("ready", readiness.ready())
                .put("not_ready_because", readiness.reason())
                .put("ring_thread_silence_seconds", ringThreadSilenceS);
        json.name("membership_id");
        if (snapshot.hasRing()) {
            json.open('[')
                    .value(Integer.toUnsignedLong(snapshot.ring().procId()))
                    .value(snapshot.ring().time())
                    .close(']');
        } else {
            json.nothing();
        }
    }

    private static void daemons(JsonText json, DaemonSnapshot snapshot) {
        json.name("daemons").open('[');
        for (DaemonSnapshot.Peer peer : snapshot.peers()) {
            json.open('{')
                    .put("name", peer.name())
                    .put("id", Integer.toUnsignedLong(peer.id()))
                    .put("segment", peer.segment())
                    .put("address", peer.address())
                    .put("self", peer.self())
                    .put("in_ring", peer.inRing())
                    .put("leader", peer.inRing() && peer.id() == snapshot.ring().procId());
            if (peer.silenceS() >= 0) {
                json.put("silence_seconds", peer.silenceS());
            } else {
                json.name("silence_seconds").nothing();
            }
            json.put("packets_received", peer.counts().received())
                    .put("packets_recovered", peer.counts().recovered())
                    .put("retransmissions", peer.counts().retransmitted())
                    .close('}');
        }
        json.close(']');
    }

    private static void rotation(JsonText json, TokenRotation.Times times) {
        json.name("token_rotation").open('{');
        json.put("count", times.count())
                .put("sum_seconds", times.sumNs() / 1e9)
                .put("max_seconds", times.maxNs() / 1e9);
        json.name("bounds_seconds").open('[');
        for (double bound : TokenRotation.bounds()) {
            json.value(bound);
        }
        json.close(']').name("counts").open('[');
        for (long count : times.counts()) {
            json.value(count);
        }
        json.close(']').close('}');
    }

    private static void sessions(JsonText json, DaemonSnapshot.Sessions sessions) {
        json.name("sessions").open('{');
        json.put("count", sessions.count())
                .put("connections", sessions.connections())
                .put("queued_messages", sessions.queuedMessages())
                .put("queued_bytes", sessions.queuedBytes());
        json.name("top").open('[');
        for (DaemonSnapshot.Client client : sessions.top()) {
            json.open('{')
                    .put("session", client.group())
                    .put("mailbox", client.mailbox())
                    .put("address", client.address())
                    .put("queued_messages", client.queuedMessages())
                    .put("queued_bytes", client.queuedBytes())
                    .put("max_queued_messages", client.maxQueuedMessages())
                    .put("max_queued_bytes", client.maxQueuedBytes())
                    .put("waiting_for_ring", client.waitingForRing())
                    .put("behind_seconds", client.behindS())
                    .close('}');
        }
        json.close(']').close('}');
    }

    private static void changes(JsonText json, DaemonSnapshot snapshot) {
        json.name("membership_changes").open('[');
        for (RingStatistics.Change change : snapshot.changes()) {
            json.open('{').put("time_ms", change.timeMs());
            json.name("id")
                    .open('[')
                    .value(Integer.toUnsignedLong(change.id().procId()))
                    .value(change.id().time())
                    .close(']');
            json.name("members").open('[');
            change.members().forEach(json::value);
            json.close(']').close('}');
        }
        json.close(']');
    }

    private static void stuck(JsonText json, List<DaemonSnapshot.Stuck> episodes) {
        json.name("stuck").open('[');
        for (DaemonSnapshot.Stuck stuck : episodes) {
            StuckEpisode episode = stuck.episode();
            json.open('{')
                    .put("daemon", episode.daemon())
                    .put("from", episode.from())
                    .put("address", episode.address())
                    .put("seq", episode.seq())
                    .put("attempts", episode.attempts())
                    .put("ended", episode.ended())
                    .put("began_seconds_ago", stuck.agoS())
                    .put("lasted_seconds", stuck.lastedS())
                    .close('}');
        }
        json.close(']');
    }

    private static void strangers(JsonText json, List<DaemonSnapshot.Stranger> strangers) {
        json.name("strangers").open('[');
        for (DaemonSnapshot.Stranger stranger : strangers) {
            json.open('{')
                    .put("source", stranger.source())
                    .put("configuration_hash", Integer.toUnsignedLong(stranger.hash()))
                    .put("datagrams", stranger.datagrams())
                    .put("explanation", stranger.explanation())
                    .close('}');
        }
        json.close(']');
    }

    private static void process(JsonText json, ProcessValues values) {
        json.name("process").open('{');
        json.put(Metric.HEAP_USED.key(), values.heap().getUsed())
                .put(Metric.HEAP_COMMITTED.key(), values.heap().getCommitted())
                .put(Metric.HEAP_MAX.key(), values.heap().getMax())
                .put(Metric.DIRECT_MEMORY.key(), values.directBytes())
                .put(Metric.THREADS.key(), values.threads())
                .put(Metric.CPU_TIME.key(), values.cpuNs() / 1e9)
                .put(Metric.OPEN_FILES.key(), values.openFiles());
        json.name("collectors").open('[');
        for (ProcessValues.Collector collector : values.collectors()) {
            json.open('{')
                    .put("collector", collector.name())
                    .put(Metric.GC_COLLECTIONS.key(), collector.collections())
                    .put(Metric.GC_TIME.key(), collector.timeMs() / 1e3)
                    .close('}');
        }
        json.close(']').close('}');
    }
}
