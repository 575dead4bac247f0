package org.ringcast.monitor;

import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import org.ringcast.protocol.ServiceType;

/** Sends or receives as fast as it goes, with at most {@link #WINDOW} messages on their way. */
final class Flooder {
    static final int WINDOW = 200;
    private static final String GROUP = "flooder";
    private static final int REPORT_EVERY = 1000;

    private final FloodPlan plan;
    private final PrintStream out;
    private final SenderCounts counts = new SenderCounts();
    private Mailbox mailbox;
    private int ownIndex;

    /**
     * A flooder.
     *
     * @param out for the lines that say how far it is
     */
    Flooder(FloodPlan plan, PrintStream out) {
        this.plan = plan;
        this.out = out;
    }

    /** Connects, does what the plan says, and disconnects. */
    FloodResult run() throws MailboxException {
        boolean membership = plan.members() > 0;
        say("flooder: connecting to %s%s", plan.address(), membership ? " with group membership" : "");
        try (Mailbox opened = Mailbox.connect(plan.address(), plan.user(), membership, 0)) {
            mailbox = opened;
            if (!plan.writeOnly()) {
                mailbox.join(GROUP);
            }
            if (plan.readOnly()) {
                say("flooder: Only receiving messages");
            } else {
                String note = plan.writeOnly() ? " (self discarding)" : "";
                say(
                        "flooder: starting  multicast of %d messages, %d bytes each%s.",
                        plan.messages(), plan.bytes(), note);
            }
            if (membership) {
                awaitMembers();
            }
            FloodResult result = plan.readOnly() ? read() : write();
            say("flooder: completed multicast of %d messages, %d bytes each.", plan.messages(), plan.bytes());
            return result;
        }
    }

    private void awaitMembers() throws MailboxException {
        while (true) {
            Received message = receive();
            out.print(MessagePrinter.printDuringWait(message));
            out.flush();
            if (message.isRegularMembership() && message.groups().size() >= plan.members()) {
                ownIndex = message.messageType();
                return;
            }
        }
    }

    private FloodResult read() throws MailboxException {
        long startNs = 0;
        long bytes = 0;
        for (int i = 1; i <= plan.messages(); i++) {
            Received message = receiveRegular();
            if (i == 1) {
                startNs = System.nanoTime();
            }
            bytes += message.data().length;
            reportNow(i, message.data().length);
        }
        return new FloodResult(Math.max(0, plan.messages()), bytes, startNs == 0 ? 0 : System.nanoTime() - startNs);
    }

    private FloodResult write() throws MailboxException {
        boolean paced = plan.members() > 0;
        byte[] body = new byte[plan.bytes()];
        if (paced && body.length >= Integer.BYTES) {
            ByteBuffer.wrap(body).order(ByteOrder.nativeOrder()).putInt(0, ownIndex);
        }
        long startNs = System.nanoTime();
        for (int i = 1; i <= plan.messages(); i++) {
            mailbox.multicast(paced ? ServiceType.FIFO : ServiceType.RELIABLE, List.of(GROUP), 0, body);
            if (paced) {
                while (i - counts.slowest() > WINDOW) {
                    receiveRegular();
                }
            } else if (i > WINDOW && !plan.writeOnly()) {
                awaitOwn();
            }
            reportNow(i, plan.bytes());
        }
        int sent = Math.max(0, plan.messages());
        return new FloodResult(sent, (long) sent * plan.bytes(), System.nanoTime() - startNs);
    }

    private void awaitOwn() throws MailboxException {
        while (!receiveRegular().sender().equals(mailbox.privateGroup())) {
            // somebody else's
        }
    }

    private Received receiveRegular() throws MailboxException {
        while (true) {
            Received message = receive();
            if (message.isRegular()) {
                counts.add(message.sender());
                return message;
            }
            if (message.isRegularMembership()) {
                counts.retain(message.groups());
            }
        }
    }

    private Received receive() throws MailboxException {
        Received message = mailbox.receive();
        if (message == null) {
            throw new MailboxException(SpError.CONNECTION_CLOSED);
        }
        return message;
    }

    private void reportNow(int messages, int bytes) {
        if (messages % REPORT_EVERY == 0) {
            say("flooder: completed %6d messages of %d bytes", messages, bytes);
        }
    }

    private void say(String format, Object... arguments) {
        out.print(String.format(Locale.ROOT, format, arguments) + "\n");
        out.flush();
    }
}
