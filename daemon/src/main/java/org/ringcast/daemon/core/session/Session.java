package org.ringcast.daemon.core.session;

import java.util.ArrayDeque;
import org.ringcast.daemon.core.RingServices;

/**
 * One client of this daemon. Everything refers to a session by this object, never by its mailbox, so nothing meant for a
 * session that ended can reach another one.
 */
public final class Session {
    /** Life of a session. */
    public enum State {
        /** The private name is reserved; nothing is sent or delivered. */
        PRE_AUTH,
        /** Sends and receives. */
        OPERATIONAL,
        /** Neither read nor written; the name stays taken until the ring has ordered the end of the session. */
        KILLED
    }

    private final int mailbox;
    private final String privateName;
    private final NameKey privateGroup;
    private final boolean membership;
    private final int priority;
    private final String peerAddress;
    private Object attachment;

    State state = State.PRE_AUTH;
    final HeaderChecker headers;
    final InputShare input;
    final ArrayDeque<OutputFrame> output = new ArrayDeque<>();
    long outputBytes;
    int maxQueuedMessages;
    long maxQueuedBytes;
    int ringChangeMessages;
    long ringChangeBytes;
    boolean outputSignalled;
    long lastProgressNs;
    long behindSinceNs;
    int warnedPercent;
    boolean warnedManyGroups;
    private long deliveryMark;

    Session(
            int mailbox,
            String privateName,
            String daemonName,
            boolean membership,
            int priority,
            String peerAddress,
            InputShares shares) {
        this.mailbox = mailbox;
        this.privateName = privateName;
        this.privateGroup = NameKey.of("#" + privateName + "#" + daemonName);
        this.membership = membership;
        this.priority = priority;
        this.peerAddress = peerAddress;
        this.headers = new HeaderChecker(privateName, daemonName);
        this.input = shares.open(this);
    }

    /** Number that names the session in log lines, unique among live sessions. */
    public int mailbox() {
        return mailbox;
    }

    /** Private name, 1..10 characters. */
    public String privateName() {
        return privateName;
    }

    /** Private group, {@code #privateName#daemonName}, at most 31 characters. */
    public String privateGroup() {
        return privateGroup.toString();
    }

    /** The private group as a 32-byte field. */
    public NameKey privateGroupKey() {
        return privateGroup;
    }

    /** Whether the client asked for membership messages. */
    public boolean wantsMembership() {
        return membership;
    }

    /** Priority the client asked for; has no effect. */
    public int priority() {
        return priority;
    }

    /** Address of the peer, for logs. */
    public String peerAddress() {
        return peerAddress;
    }

    public State state() {
        return state;
    }

    public boolean isOperational() {
        return state == State.OPERATIONAL;
    }

    /**
     * The next frame to write, or null. The caller owns one reference to it. After the queue was emptied the next frame
     * is announced again by {@code CoreOutputs.outputReady}.
     */
    public OutputFrame pollOutput() {
        OutputFrame frame = output.poll();
        if (frame != null) {
            outputBytes -= frame.lengthBytes();
            if (frame.isRingChange()) {
                ringChangeMessages--;
                ringChangeBytes -= frame.lengthBytes();
            }
        }
        if (output.isEmpty()) {
            outputSignalled = false;
        }
        return frame;
    }

    /** Frames in the queue. */
    public int queuedMessages() {
        return output.size();
    }

    /** Bytes in the queue. */
    public long queuedBytes() {
        return outputBytes;
    }

    /** Most frames that were ever in the queue. */
    public int maxQueuedMessages() {
        return maxQueuedMessages;
    }

    /** Most bytes that were ever in the queue. */
    public long maxQueuedBytes() {
        return maxQueuedBytes;
    }

    /** For how long there was always something in the queue, nanoseconds; 0 when it is empty. */
    public long behindNs(long nowNs) {
        return output.isEmpty() ? 0 : nowNs - behindSinceNs;
    }

    /** Messages of the client that wait for the ring. */
    public int waitingForRing() {
        return input.waitingMessages();
    }

    /** Whatever the adapter wants to find again; the core never looks at it. */
    public Object attachment() {
        return attachment;
    }

    public void attachment(Object newAttachment) {
        this.attachment = newAttachment;
    }

    /**
     * Marks the session as a receiver of the message with this number.
     *
     * @param messageNumber different for every message
     * @return false when it was marked already, so that each session gets each message once
     */
    public boolean markReceiver(long messageNumber) {
        if (deliveryMark == messageNumber) {
            return false;
        }
        deliveryMark = messageNumber;
        return true;
    }

    void queue(OutputFrame frame) {
        output.add(frame);
        outputBytes += frame.lengthBytes();
        maxQueuedMessages = Math.max(maxQueuedMessages, output.size());
        maxQueuedBytes = Math.max(maxQueuedBytes, outputBytes);
        if (frame.isRingChange()) {
            ringChangeMessages++;
            ringChangeBytes += frame.lengthBytes();
        }
    }

    void discardOutput() {
        for (OutputFrame frame = pollOutput(); frame != null; frame = pollOutput()) {
            frame.release();
        }
    }

    RingServices.Submitter submitter() {
        return input;
    }

    @Override
    public String toString() {
        return privateGroup + "[" + mailbox + "]";
    }
}
