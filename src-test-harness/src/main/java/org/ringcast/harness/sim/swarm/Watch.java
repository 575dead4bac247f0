package org.ringcast.harness.sim.swarm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ringcast.harness.sim.ClientFrame;
import org.ringcast.harness.sim.RunObserver;
import org.ringcast.harness.sim.SimClient;
import org.ringcast.harness.sim.SimCluster;
import org.ringcast.harness.sim.SimProcess;

/** Holds what must be true at every moment, and collects what was wrong in a run. */
final class Watch implements RunObserver {
    private static final int MAX_VIOLATIONS = 50;
    private static final long MAX_BUFFER_BYTES = 256L << 20;
    private static final int OP = 1;
    private static final int GATHER = 4;
    private static final int TURNS_BETWEEN_LOOKS = 64;

    private final List<String> violations = new ArrayList<>();
    private final boolean checkData;
    private SimCluster cluster;
    private boolean atRest;

    /** @param checkData whether clients must get exactly what was sent */
    Watch(boolean checkData) {
        this.checkData = checkData;
    }

    @Override
    public void onBegin(SimCluster begun) {
        cluster = begun;
    }

    /** What was wrong, with the time. */
    List<String> violations() {
        return violations;
    }

    /** Tells whether all daemons are in one ring for good, and nothing but looking for strangers may happen to it. */
    void ringsAtRest(boolean rest) {
        atRest = rest;
    }

    void violated(String what) {
        if (violations.size() < MAX_VIOLATIONS) {
            violations.add(String.format(Locale.ROOT, "at %.6f s: %s", cluster.nowNs() / 1e9, what));
        }
    }

    @Override
    public void onStateChange(SimProcess process, int oldState, int newState, String reason) {
        if (newState < 1 || newState > 6) {
            violated(process + " is in membership state " + newState);
        }
        boolean looking = newState == GATHER && reason.equals("LOOKUP");
        boolean lookedInVain = newState == OP && reason.equals("NOBODY_FOUND");
        if (atRest && !looking && !lookedInVain) {
            violated("%s went from state %d to %d at rest: %s".formatted(process, oldState, newState, reason));
        }
    }

    @Override
    public void onGroupState(SimProcess process, int newState) {
        if (newState < 1 || newState > 4) {
            violated(process + " is in group state " + newState);
        }
    }

    @Override
    public void afterTurn(SimProcess process) {
        if (process.turns() % TURNS_BETWEEN_LOOKS == 0 && process.bufferBytes() > MAX_BUFFER_BYTES) {
            violated(process + " holds " + process.bufferBytes() + " bytes of buffers");
        }
    }

    @Override
    public void onFrame(SimClient client, ClientFrame frame) {
        if (checkData && frame.isData() && !frame.isSound()) {
            violated(client + " got other data than was sent: " + frame);
        }
    }
}
