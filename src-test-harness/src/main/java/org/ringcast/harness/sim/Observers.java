package org.ringcast.harness.sim;

import java.util.List;
import java.util.function.Consumer;
import org.ringcast.daemon.core.MembershipId;
import org.ringcast.daemon.core.RingMembers;

/** Several observers as one; each is told of everything, in order. */
public final class Observers implements RunObserver {
    private final List<RunObserver> all;

    public Observers(RunObserver... observers) {
        all = List.of(observers);
    }

    private void each(Consumer<RunObserver> what) {
        for (int i = 0; i < all.size(); i++) {
            what.accept(all.get(i));
        }
    }

    @Override
    public void onBegin(SimCluster cluster) {
        each(o -> o.onBegin(cluster));
    }

    @Override
    public void onStarted(SimProcess process) {
        each(o -> o.onStarted(process));
    }

    @Override
    public void onStopped(SimProcess process) {
        each(o -> o.onStopped(process));
    }

    @Override
    public void onTransitional(SimProcess process, RingMembers transitional) {
        each(o -> o.onTransitional(process, transitional));
    }

    @Override
    public void onRegular(SimProcess process, RingMembers regular) {
        each(o -> o.onRegular(process, regular));
    }

    @Override
    public void onPacketSent(SimProcess process, MembershipId ring, int seq, int packetType) {
        each(o -> o.onPacketSent(process, ring, seq, packetType));
    }

    @Override
    public void onPacketDelivered(SimProcess process, MembershipId ring, int seq, int originator, int packetType) {
        each(o -> o.onPacketDelivered(process, ring, seq, originator, packetType));
    }

    @Override
    public void onStateChange(SimProcess process, int oldState, int newState, String reason) {
        each(o -> o.onStateChange(process, oldState, newState, reason));
    }

    @Override
    public void onGroupState(SimProcess process, int newState) {
        each(o -> o.onGroupState(process, newState));
    }

    @Override
    public void afterTurn(SimProcess process) {
        each(o -> o.afterTurn(process));
    }

    @Override
    public void onNetwork(boolean faultFree) {
        each(o -> o.onNetwork(faultFree));
    }

    @Override
    public void onConnected(SimClient client) {
        each(o -> o.onConnected(client));
    }

    @Override
    public void onJoinRequested(SimClient client, String group) {
        each(o -> o.onJoinRequested(client, group));
    }

    @Override
    public void onLeaveRequested(SimClient client, String group) {
        each(o -> o.onLeaveRequested(client, group));
    }

    @Override
    public void onMessageSent(SimClient client, SentMessage message) {
        each(o -> o.onMessageSent(client, message));
    }

    @Override
    public void onFrame(SimClient client, ClientFrame frame) {
        each(o -> o.onFrame(client, frame));
    }

    @Override
    public void onEnded(SimClient client, ClientEnd how) {
        each(o -> o.onEnded(client, how));
    }
}
