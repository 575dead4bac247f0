package org.ringcast.harness.process;

import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import spread.SpreadConnection;
import spread.SpreadException;
import spread.SpreadGroup;
import spread.SpreadMessage;

/** A client of a daemon on the loopback interface, for tests that want to see that messages get through. */
final class ClientProbe implements AutoCloseable {
    private static final int PATIENCE_MS = 20_000;

    private final SpreadConnection connection = new SpreadConnection();

    ClientProbe(String host, int port, String name) throws Exception {
        connection.connect(InetAddress.getByName(host), port, name, false, true);
    }

    void join(String group) throws SpreadException {
        new SpreadGroup().join(connection, group);
    }

    void send(String group, String text) throws SpreadException {
        SpreadMessage message = new SpreadMessage();
        message.setSafe();
        message.addGroup(group);
        message.setData(text.getBytes(StandardCharsets.UTF_8));
        connection.multicast(message);
    }

    /** Waits for a view of the group with these members, in this order. */
    void awaitView(String group, String... members) throws SpreadException {
        List<String> expected = Arrays.asList(members);
        await(message -> message.isMembership()
                && message.getMembershipInfo().isRegularMembership()
                && message.getSender().toString().equals(group)
                && Arrays.stream(message.getMembershipInfo().getMembers())
                        .map(SpreadGroup::toString)
                        .toList()
                        .equals(expected));
    }

    /** Waits for a message with this text. */
    void awaitText(String text) throws SpreadException {
        await(message -> message.isRegular() && new String(message.getData(), StandardCharsets.UTF_8).equals(text));
    }

    private void await(Predicate<SpreadMessage> wanted) throws SpreadException {
        StringBuilder seen = new StringBuilder();
        connection.setReceiveTimeout(PATIENCE_MS);
        try {
            for (SpreadMessage message = connection.receive(); !wanted.test(message); message = connection.receive()) {
                seen.append('\n').append(message.getSender()).append(' ').append(message.getServiceType());
            }
        } catch (InterruptedIOException e) {
            throw new AssertionError("not in " + PATIENCE_MS + " ms; instead:" + seen, e);
        }
    }

    @Override
    public void close() throws SpreadException {
        connection.disconnect();
    }
}
