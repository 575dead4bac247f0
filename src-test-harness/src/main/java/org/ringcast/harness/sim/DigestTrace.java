package org.ringcast.harness.sim;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.ringcast.daemon.core.CoreLog;

/** Makes one number of everything that happens: two runs with the same number were the same, byte for byte. */
public final class DigestTrace implements SimTrace {
    private final MessageDigest digest;
    private final ByteBuffer head = ByteBuffer.allocate(32);
    private final boolean logs;

    /** @param withLogs log lines count as well */
    public DigestTrace(boolean withLogs) {
        logs = withLogs;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The number of what has happened so far, in hexadecimal digits; may be asked for once. */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public boolean wantsLogs() {
        return logs;
    }

    @Override
    public void onSent(long nowNs, Datagram datagram, Fate fate) {
        add(1, nowNs, datagram, fate);
    }

    @Override
    public void onArrived(long nowNs, Datagram datagram, Fate fate) {
        add(2, nowNs, datagram, fate);
    }

    @Override
    public void onRead(long nowNs, Datagram datagram) {
        add(3, nowNs, datagram, Fate.ARRIVES);
    }

    private void add(int what, long nowNs, Datagram datagram, Fate fate) {
        head.clear();
        head.putInt(what).putLong(nowNs).putInt(datagram.from()).putInt(datagram.to());
        head.putInt(datagram.lengthBytes());
        digest.update(head.array(), 0, head.position());
        digest.update(fate.toString().getBytes(StandardCharsets.UTF_8));
        digest.update(datagram.bytes());
    }

    @Override
    public void onLog(long nowNs, String daemon, CoreLog.Kind kind, CoreLog.Level level, String text) {
        add(4, nowNs, daemon, kind + " " + level + " " + text);
    }

    @Override
    public void onDaemon(long nowNs, String daemon, String what) {
        add(5, nowNs, daemon, what);
    }

    @Override
    public void onClient(long nowNs, String client, String what) {
        add(6, nowNs, client, what);
    }

    @Override
    public void onFrame(long nowNs, String client, byte[] frame) {
        add(7, nowNs, client, "");
        digest.update(frame);
    }

    @Override
    public void onNote(long nowNs, String what) {
        add(8, nowNs, "", what);
    }

    private void add(int kind, long nowNs, String who, String what) {
        head.clear();
        head.putInt(kind).putLong(nowNs);
        digest.update(head.array(), 0, head.position());
        digest.update(who.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(what.getBytes(StandardCharsets.UTF_8));
    }
}
