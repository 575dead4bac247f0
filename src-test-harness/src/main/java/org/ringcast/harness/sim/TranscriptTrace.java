package org.ringcast.harness.sim;

import java.util.Locale;
import java.util.function.Consumer;
import org.ringcast.daemon.core.CoreLog;

/**
 * Writes everything down in words, a line for each thing: time in seconds, who, what. Of datagrams it says where they go, what
 * became of them and what they say; a datagram that arrives shows again when the daemon reads it.
 */
public final class TranscriptTrace implements SimTrace {
    private final Consumer<String> lines;
    private final boolean packets;
    private final long fromNs;

    /**
     * A transcript.
     *
     * @param lines gets each line
     * @param packets whether datagrams are written down
     * @param fromNs nothing before this time is written down
     */
    public TranscriptTrace(Consumer<String> lines, boolean packets, long fromNs) {
        this.lines = lines;
        this.packets = packets;
        this.fromNs = fromNs;
    }

    @Override
    public boolean wantsLogs() {
        return true;
    }

    @Override
    public void onSent(long nowNs, Datagram datagram, Fate fate) {
        if (packets && nowNs >= fromNs) {
            String end = fate == Fate.ARRIVES ? "" : " -- " + fate;
            line(nowNs, way(datagram, ">"), PacketText.of(datagram) + end);
        }
    }

    @Override
    public void onArrived(long nowNs, Datagram datagram, Fate fate) {
        if (packets && nowNs >= fromNs && fate != Fate.ARRIVES) {
            line(nowNs, way(datagram, ">"), PacketText.of(datagram) + " -- " + fate);
        }
    }

    @Override
    public void onRead(long nowNs, Datagram datagram) {
        if (packets && nowNs >= fromNs) {
            line(nowNs, way(datagram, ">>"), "reads " + PacketText.head(datagram));
        }
    }

    private static String way(Datagram datagram, String arrow) {
        return SimConfig.nameOf(datagram.from()) + arrow + SimConfig.nameOf(datagram.to());
    }

    @Override
    public void onLog(long nowNs, String daemon, CoreLog.Kind kind, CoreLog.Level level, String text) {
        if (nowNs >= fromNs) {
            line(
                    nowNs,
                    daemon,
                    "LOG " + kind + " " + level + " " + text.stripTrailing().replace("\n", "\n        "));
        }
    }

    @Override
    public void onDaemon(long nowNs, String daemon, String what) {
        if (nowNs >= fromNs) {
            line(nowNs, daemon, what);
        }
    }

    @Override
    public void onClient(long nowNs, String client, String what) {
        if (nowNs >= fromNs) {
            line(nowNs, client, what);
        }
    }

    @Override
    public void onFrame(long nowNs, String client, byte[] frame) {
        if (nowNs >= fromNs) {
            line(nowNs, client, "gets " + ClientFrame.read(nowNs, frame));
        }
    }

    @Override
    public void onNote(long nowNs, String what) {
        if (nowNs >= fromNs) {
            line(nowNs, "*", what);
        }
    }

    private void line(long nowNs, String who, String what) {
        lines.accept(String.format(Locale.ROOT, "%11.6f %-10s %s", nowNs / 1e9, who, what));
    }
}
