package org.ringcast.harness.load;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import org.ringcast.protocol.ServiceType;

/**
 * What to send, from where to where, and for how long.
 *
 * @param daemons addresses of the daemons; sender i connects to daemon i, receiver i to the one after the senders' and so on
 *     around the list
 * @param senders sessions that send, at least 1
 * @param receivers sessions in the group, at least 1
 * @param bodyBytes length of a message's body, at least {@link #SMALLEST_BODY_BYTES}
 * @param service one of the service bits of {@link ServiceType}
 * @param window messages of one sender that are not yet at every receiver; 0: open loop
 * @param messagesPerSecond of all senders together, for the open loop; 0: closed loop
 * @param singleWrites each message is written with a system call of its own, as the client libraries do
 * @param warmUpMs time before anything is measured
 * @param measureMs time of the measurement
 */
public record LoadPlan(
        List<InetSocketAddress> daemons,
        int senders,
        int receivers,
        int bodyBytes,
        int service,
        int window,
        int messagesPerSecond,
        boolean singleWrites,
        int warmUpMs,
        int measureMs) {
    /** Send time, sender, number. */
    public static final int SMALLEST_BODY_BYTES = 16;

    /** Checks the numbers. */
    public LoadPlan {
        daemons = List.copyOf(daemons);
        if (daemons.isEmpty() || senders < 1 || receivers < 1 || measureMs < 1 || warmUpMs < 0) {
            throw new IllegalArgumentException("at least one daemon, sender and receiver, and some time to measure");
        }
        if (bodyBytes < SMALLEST_BODY_BYTES || bodyBytes > 100_000) {
            throw new IllegalArgumentException("a body of " + SMALLEST_BODY_BYTES + " to 100000 bytes");
        }
        if (window > 0 == messagesPerSecond > 0) {
            throw new IllegalArgumentException("either a window or a rate");
        }
    }

    /** A sender waits for its messages to come back before it sends more. */
    public boolean isClosedLoop() {
        return window > 0;
    }

    InetSocketAddress daemonOfSender(int sender) {
        return daemons.get(sender % daemons.size());
    }

    InetSocketAddress daemonOfReceiver(int receiver) {
        return daemons.get((senders + receiver) % daemons.size());
    }

    /** The service in the words of the protocol. */
    public String serviceName() {
        return nameOf(service);
    }

    /** The name of a service bit. */
    static String nameOf(int service) {
        return switch (service) {
            case ServiceType.UNRELIABLE -> "UNRELIABLE";
            case ServiceType.RELIABLE -> "RELIABLE";
            case ServiceType.FIFO -> "FIFO";
            case ServiceType.CAUSAL -> "CAUSAL";
            case ServiceType.AGREED -> "AGREED";
            default -> "SAFE";
        };
    }

    /** The service bit of a name, in any case. */
    static int serviceOf(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "UNRELIABLE" -> ServiceType.UNRELIABLE;
            case "RELIABLE" -> ServiceType.RELIABLE;
            case "FIFO" -> ServiceType.FIFO;
            case "CAUSAL" -> ServiceType.CAUSAL;
            case "AGREED" -> ServiceType.AGREED;
            case "SAFE" -> ServiceType.SAFE;
            default -> throw new IllegalArgumentException("no service is called " + name);
        };
    }
}
