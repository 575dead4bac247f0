package org.ringcast.daemon.observe;

import org.ringcast.daemon.core.CoreObserver;
import org.ringcast.daemon.core.MembershipId;
import org.ringcast.daemon.core.RingMembers;
import org.ringcast.daemon.core.TimerKind;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.core.session.Session;
import org.ringcast.daemon.wire.PacketKind;

/**
 * Everybody in a daemon who watches its core, as one.
 *
 * <p>Owning thread: the ring loop.
 */
public final class CoreWatch implements CoreObserver {
    private final MembershipReporter reporter;
    private final RingStatistics statistics;
    private final FlightRecorder recorder;

    public CoreWatch(MembershipReporter reporter, RingStatistics statistics, FlightRecorder recorder) {
        this.reporter = reporter;
        this.statistics = statistics;
        this.recorder = recorder;
    }

    @Override
    public void onStateChange(int oldState, int newState, String reason, long nowNs) {
        recorder.onStateChange(oldState, newState, reason, nowNs);
    }

    @Override
    public void onSend(MembershipId ring, int seq, int packetType) {
        recorder.onSend(ring, seq, packetType);
    }

    @Override
    public void onTransitional(RingMembers transitional) {
        recorder.onTransitional(transitional);
    }

    @Override
    public void onRegular(RingMembers regular) {
        reporter.onRegular(regular);
        statistics.onRegular(regular);
        recorder.onRegular(regular);
    }

    @Override
    public void onReload(Topology topology) {
        statistics.onReload(topology);
        recorder.onReload(topology);
    }

    @Override
    public void onDatagram(PacketKind kind, int transmitter, int lengthBytes, long nowNs) {
        statistics.onDatagram(kind, transmitter, nowNs);
        recorder.onDatagram(kind, transmitter, lengthBytes, nowNs);
    }

    @Override
    public void onToken(long rotationNs, int seq, int aru) {
        statistics.onToken(rotationNs);
        recorder.onToken(rotationNs, seq, aru);
    }

    @Override
    public void onTokenResent(int copies) {
        recorder.onTokenResent(copies);
    }

    @Override
    public void onRetransmission(int seq, int requester) {
        statistics.onRetransmission(requester);
        recorder.onRetransmission(seq, requester);
    }

    @Override
    public void onStored(int originator, int seq, boolean requested) {
        statistics.onStored(originator, requested);
        recorder.onStored(originator, seq, requested);
    }

    @Override
    public void onTimer(TimerKind kind, long nowNs) {
        recorder.onTimer(kind, nowNs);
    }

    @Override
    public void onDrop(String reason) {
        recorder.onDrop(reason);
    }

    @Override
    public void onGroupState(int oldState, int newState) {
        recorder.onGroupState(oldState, newState);
    }

    @Override
    public void onSessionOpened(Session session, int highestSeq) {
        reporter.onSessionOpened(session, highestSeq);
        recorder.onSessionOpened(session, highestSeq);
    }

    @Override
    public void onSessionEnded(Session session, int highestSeq, int queuedMessages, String reason) {
        reporter.onSessionEnded(session, highestSeq, queuedMessages, reason);
        statistics.onSessionEnded(reason);
        recorder.onSessionEnded(session, highestSeq, queuedMessages, reason);
    }
}
