package org.ringcast.monitor;

/** What {@code spuser} shows. Everything shown is visible when the method returns. */
interface UserScreen {
    /** Before anything else. */
    void start();

    /** The session is there. */
    void connected(String address, String privateGroup);

    /** The connection could not be made, or cannot be used to send. */
    void error(int code);

    /** All commands. */
    void menu();

    /** The next command is awaited. */
    void prompt();

    /** A command that does not exist was given; the menu follows. */
    void unknownCommand();

    /** A command that needs a group was given without one. */
    void missingGroup();

    /** A line or more is needed for a command. */
    void ask(String question);

    /** A number of messages is about to be sent. */
    void burst(int messages, int bytes);

    /**
     * One of them was sent.
     *
     * @param number 1 for the first of the burst
     * @param total number of messages sent so far
     */
    void sent(int number, int total);

    /** Answer to the command that polls. */
    void waiting(int bytes);

    /** A message is there, or awaited at the user's wish. */
    void messageBegins();

    /** The message. */
    void message(Received message);

    /** In place of the message. */
    void receiveFailed(int code);

    /** The end. */
    void bye();
}
