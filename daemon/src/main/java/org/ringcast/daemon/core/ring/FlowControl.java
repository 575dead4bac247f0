package org.ringcast.daemon.core.ring;

import org.ringcast.daemon.core.CoreSettings;

/** How many new packets a daemon may send at one visit of the token. The windows can be changed while the ring runs. */
public final class FlowControl {
    /** Nobody sends while the highest sequence number is further than this ahead of what everybody has. */
    public static final int MAX_SEQ_GAP = 1600;

    private int window;
    private int personalWindow;
    private int acceleratedWindow;
    private final boolean accelerated;

    FlowControl(CoreSettings settings) {
        window = settings.window();
        personalWindow = settings.personalWindow();
        acceleratedWindow = settings.acceleratedWindow();
        accelerated = settings.acceleratedRing();
    }

    /**
     * New packets at this visit.
     *
     * @param tokenFlowControl packets of the last rotation, as the token came
     */
    int allowed(int highestSeq, int aru, int tokenFlowControl) {
        if (highestSeq > aru + MAX_SEQ_GAP) {
            return 0;
        }
        int left = window + personalWindow - tokenFlowControl;
        return Math.max(0, Math.min(left, Math.min(window, personalWindow)));
    }

    /** Packets that may follow the token; 0 when the original protocol runs. */
    int afterToken() {
        return accelerated ? Math.max(0, acceleratedWindow) : 0;
    }

    public boolean isAccelerated() {
        return accelerated;
    }

    /** Packets of all daemons in one rotation. */
    public int window() {
        return window;
    }

    /** Packets of this daemon in one visit of the token. */
    public int personalWindow() {
        return personalWindow;
    }

    public int acceleratedWindow() {
        return acceleratedWindow;
    }

    /** New windows, effective with the next token. No range is enforced: 0 and less stop sending. */
    public void change(int newWindow, int newPersonalWindow, int newAcceleratedWindow) {
        window = newWindow;
        personalWindow = newPersonalWindow;
        acceleratedWindow = newAcceleratedWindow;
    }
}
