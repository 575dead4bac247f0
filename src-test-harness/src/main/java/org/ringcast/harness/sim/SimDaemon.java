package org.ringcast.harness.sim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.ringcast.daemon.core.CoreLog.Kind;
import org.ringcast.daemon.core.CoreLog.Level;
import org.ringcast.daemon.core.DaemonCore;

/**
 * A machine on which a daemon may run, be killed and be started again. Its clocks go on all the time, and its disk keeps the last
 * time in an id of a ring.
 */
public final class SimDaemon {
    /**
     * A line of the daemon's log.
     *
     * @param incarnation which life of the daemon wrote it
     */
    public record LogLine(long timeNs, int incarnation, Kind kind, Level level, String text) {
        @Override
        public String toString() {
            return "%.6f %s %s %s".formatted(timeNs / 1e9, kind, level, text);
        }
    }

    private final SimCluster cluster;
    private final int index;
    private final SimClock clock = new SimClock();
    private final List<SimProcess> processes = new ArrayList<>();
    private final List<LogLine> log = new ArrayList<>();
    private int lastTimeUsed = DaemonCore.NO_TIME_USED;

    SimDaemon(SimCluster cluster, int index) {
        this.cluster = cluster;
        this.index = index;
    }

    /** Number of the machine, from 0; in the first file also the daemon's place in the configuration. */
    public int index() {
        return index;
    }

    /** d1, d2, ... */
    public String name() {
        return SimConfig.nameOf(index);
    }

    /** The present or last life of the daemon; null when it was never started. */
    public SimProcess process() {
        return processes.isEmpty() ? null : processes.get(processes.size() - 1);
    }

    /** All lives of the daemon, oldest first. */
    public List<SimProcess> processes() {
        return Collections.unmodifiableList(processes);
    }

    public boolean isRunning() {
        return !processes.isEmpty() && process().isAlive();
    }

    /** Lines of the log, of all lives; empty unless the cluster keeps logs. */
    public List<LogLine> log() {
        return Collections.unmodifiableList(log);
    }

    /** Whether a line of the log contains this. */
    public boolean logged(String part) {
        return log.stream().anyMatch(line -> line.text().contains(part));
    }

    /** Starts the daemon, which must be in the file. One that runs is killed before, so that this is also its restart. */
    public SimProcess start() {
        if (!cluster.file().names(index)) {
            throw new IllegalStateException(name() + " is not in the file");
        }
        kill();
        SimProcess process = new SimProcess(cluster, this, processes.size());
        processes.add(process);
        cluster.trace().onDaemon(cluster.nowNs(), process.toString(), "started");
        process.start();
        return process;
    }

    /**
     * The daemon reads the cluster's file, as after a monitor's request; one that the file does not name ends. Nothing happens
     * when it does not run.
     */
    public void reload() {
        reload(cluster.file());
    }

    /** As {@link #reload()}, with a file of its own. */
    public void reload(SimFile file) {
        if (!isRunning()) {
            return;
        }
        cluster.trace().onDaemon(cluster.nowNs(), process().toString(), "reads " + file);
        if (file.names(index)) {
            process().reload(file);
        } else {
            process().kill();
        }
    }

    /** The process is gone without a word, as after kill -9 or a power failure. */
    public void kill() {
        if (isRunning()) {
            cluster.trace().onDaemon(cluster.nowNs(), process().toString(), "killed");
            process().kill();
        }
    }

    /** The process gets no time any more, as after SIGSTOP; its sockets fill. */
    public void pause() {
        if (isRunning()) {
            cluster.trace().onDaemon(cluster.nowNs(), process().toString(), "paused");
            process().setPaused(true);
            cluster.faultsChanged();
        }
    }

    /** Undoes {@link #pause}. */
    public void resume() {
        if (isRunning() && process().isPaused()) {
            cluster.trace().onDaemon(cluster.nowNs(), process().toString(), "resumed");
            process().setPaused(false);
            cluster.faultsChanged();
        }
    }

    /** From now on the machine's monotonic clock gains this many microseconds a second; negative: it loses them. */
    public void setClockDrift(long perMillion) {
        cluster.trace().onDaemon(cluster.nowNs(), name(), "clock drift " + perMillion + " us/s");
        clock.setDrift(cluster.nowNs(), perMillion);
        if (isRunning()) {
            process().wake(); // its timers end at another time now
        }
    }

    /** How many seconds the machine's wall clock is ahead of the right time. */
    public void setWallClockOffset(long seconds) {
        cluster.trace().onDaemon(cluster.nowNs(), name(), "wall clock off by " + seconds + " s");
        clock.setWallOffset(seconds);
    }

    /** The machine's wall clock jumps ahead. */
    public void advanceWallClock(long seconds) {
        setWallClockOffset(clock.wallOffset() + seconds);
    }

    /** What the disk has of the earlier lives. */
    int lastTimeUsed() {
        return lastTimeUsed;
    }

    void timeUsed(int seconds) {
        lastTimeUsed = Math.max(lastTimeUsed, seconds);
    }

    SimClock clock() {
        return clock;
    }

    void logged(LogLine line) {
        if (cluster.keepsLogs()) {
            log.add(line);
        }
    }
}
