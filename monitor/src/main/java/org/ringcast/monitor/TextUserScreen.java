package org.ringcast.monitor;

import java.io.PrintStream;

/** The screen that people see, and that scripts have read for decades: spelling and blanks stay as they are. */
final class TextUserScreen implements UserScreen {
    private static final String LIBRARY = "Spread library version is 5.0.1\n";
    private static final String BAR = "============================\n";

    private static final String MENU = """

            ==========
            User Menu:
            ----------

            \tj <group> -- join a group
            \tl <group> -- leave a group

            \ts <group> -- send a message
            \tm <group> -- send a multiline message to group. Terminate with empty line
            \tb <group> -- send a burst of messages

            \tr -- receive a message (stuck)\s
            \tp -- poll for a message\s
            \te -- enable asynchonous read (default)
            \td -- disable asynchronous read\s

            \tq -- quit
            """;

    private final PrintStream out;

    /**
     * A screen.
     *
     * @param out in ISO-8859-1, so that the bytes of messages pass unchanged
     */
    TextUserScreen(PrintStream out) {
        this.out = out;
    }

    @Override
    public void start() {
        show(LIBRARY);
    }

    @Override
    public void connected(String address, String privateGroup) {
        show("User: connected to " + address + " with private group " + privateGroup + "\n");
    }

    @Override
    public void error(int code) {
        show(SpError.line(code) + "\n");
    }

    @Override
    public void menu() {
        show(MENU);
    }

    @Override
    public void prompt() {
        show("\nUser> ");
    }

    @Override
    public void unknownCommand() {
        show("\nUnknown commnad\n");
    }

    @Override
    public void missingGroup() {
        show(" invalid group \n");
    }

    @Override
    public void ask(String question) {
        show(question);
    }

    @Override
    public void burst(int messages, int bytes) {
        show("sending " + messages + " messages of " + bytes + " bytes\n");
    }

    @Override
    public void sent(int number, int total) {
        show("sent message " + number + " (total " + total + ")\n");
    }

    @Override
    public void waiting(int bytes) {
        show("Polling sais: " + bytes + "\n");
    }

    @Override
    public void messageBegins() {
        show("\n" + BAR);
    }

    @Override
    public void message(Received message) {
        show(MessagePrinter.print(message));
    }

    @Override
    public void receiveFailed(int code) {
        show(SpError.line(code) + "\n\n" + BAR);
    }

    @Override
    public void bye() {
        show("\nBye.\n");
    }

    private void show(String text) {
        out.print(text);
        out.flush();
    }
}
