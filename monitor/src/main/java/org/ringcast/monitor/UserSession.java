package org.ringcast.monitor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.List;
import org.ringcast.protocol.ServiceType;

/**
 * The dialogue of {@code spuser}: commands from standard input, messages from the daemon, both shown as they come. While a
 * command asks for more, messages wait.
 */
final class UserSession {
    private static final int MAX_COMMAND_BYTES = 129;
    private static final int MAX_LINE_BYTES = 199;
    private static final int MAX_DESTINATIONS = 10;
    private static final int BURST = 10;
    private static final String BURST_GROUP = "dummy_group_name";
    private static final int LINE_TYPE = 1;
    private static final int BURST_TYPE = 2;

    private final Mailbox mailbox;
    private final LineInput input;
    private final UserScreen screen;

    private boolean ended;
    /** Whether messages are shown as they come. */
    private boolean attached = true;

    private int burstBytes;
    private int sent;

    UserSession(Mailbox mailbox, LineInput input, UserScreen screen) {
        this.mailbox = mailbox;
        this.input = input;
        this.screen = screen;
    }

    /** Runs until the user, or the daemon, ends it. */
    void run() throws InterruptedException {
        screen.menu();
        screen.prompt();
        while (!ended) {
            boolean idle = !showMessage(true);
            if (!ended && input.isReady()) {
                idle = false;
                command();
            }
            if (idle && !ended) {
                awaitEither();
            }
        }
        screen.bye();
    }

    private void awaitEither() throws InterruptedException {
        if (attached) {
            showMessage(false);
        } else {
            input.await();
        }
    }

    /**
     * Shows the next message, if messages are to be shown now.
     *
     * @param atOnce otherwise waits until there is one, or input
     * @return false when there was none
     */
    private boolean showMessage(boolean atOnce) {
        if (!attached) {
            return false;
        }
        try {
            Received message = mailbox.receive(() -> atOnce || input.isReady(), 0);
            if (message == null) {
                return false;
            }
            screen.messageBegins();
            screen.message(message);
            screen.prompt();
        } catch (MailboxException e) {
            screen.messageBegins();
            screen.receiveFailed(e.code());
            ended = true;
        }
        return true;
    }

    private void command() throws InterruptedException {
        byte[] bytes = input.readLine(MAX_COMMAND_BYTES);
        if (bytes == null) {
            ended = true;
            return;
        }
        String line = new String(bytes, ISO_8859_1);
        List<String> words = words(line.substring(Math.min(2, line.length())));
        switch (line.charAt(0)) {
            case 'j', 'l' -> joinOrLeave(line.charAt(0) == 'j', words);
            case 's', 'm' -> send(line.charAt(0) == 'm', words);
            case 'b' -> burst(words.isEmpty() ? BURST_GROUP : words.get(0));
            case 'r' -> receive();
            case 'p' -> screen.waiting(mailbox.available());
            case 'e' -> attached = true;
            case 'd' -> attached = false;
            case 'q' -> ended = true;
            default -> {
                screen.unknownCommand();
                screen.menu();
            }
        }
        if (!ended) {
            screen.prompt();
        }
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split("\\s+")).filter(word -> !word.isEmpty()).toList();
    }

    private void joinOrLeave(boolean join, List<String> groups) {
        if (groups.isEmpty()) {
            screen.missingGroup();
            return;
        }
        try {
            if (join) {
                mailbox.join(groups.get(0));
            } else {
                mailbox.leave(groups.get(0));
            }
        } catch (MailboxException e) {
            screen.error(e.code());
        }
    }

    private void send(boolean manyLines, List<String> groups) throws InterruptedException {
        if (groups.isEmpty()) {
            screen.missingGroup();
            return;
        }
        screen.ask("enter message: ");
        byte[] text =
                manyLines ? input.readLines(MAX_LINE_BYTES, MessagePrinter.MAX_BYTES) : input.readLine(MAX_LINE_BYTES);
        if (text == null) {
            ended = true;
            return;
        }
        sent++;
        List<String> destinations = groups.subList(0, Math.min(groups.size(), MAX_DESTINATIONS));
        multicast(ServiceType.SAFE, destinations, LINE_TYPE, text);
    }

    private void burst(String group) throws InterruptedException {
        screen.ask("enter size of each message: ");
        byte[] answer = input.readLine(MAX_LINE_BYTES);
        if (answer == null) {
            ended = true;
            return;
        }
        int bytes = ScannedNumber.of(new String(answer, ISO_8859_1)).orElse(burstBytes);
        burstBytes = bytes < 0 ? MessagePrinter.MAX_BYTES : Math.min(bytes, MessagePrinter.MAX_BYTES);
        screen.burst(BURST, burstBytes);
        for (int i = 1; i <= BURST && !ended; i++) {
            sent++;
            byte[] text = ("mess num " + sent + " ").getBytes(ISO_8859_1);
            if (multicast(ServiceType.FIFO, List.of(group), BURST_TYPE, Arrays.copyOf(text, burstBytes))) {
                screen.sent(i, sent);
            }
        }
    }

    private boolean multicast(int service, List<String> groups, int messageType, byte[] data) {
        try {
            mailbox.multicast(service, groups, messageType, data);
            return true;
        } catch (MailboxException e) {
            screen.error(e.code());
            ended = true;
            return false;
        }
    }

    private void receive() {
        screen.messageBegins();
        try {
            Received message = mailbox.receive();
            if (message == null) {
                ended = true;
                return;
            }
            screen.message(message);
            screen.prompt();
        } catch (MailboxException e) {
            screen.receiveFailed(e.code());
            ended = true;
        }
    }
}
