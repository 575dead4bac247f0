package org.ringcast.daemon.session;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Asks about a Unix socket that somebody else has made: who, and whether anybody listens. */
final class SocketOwner {
    /** What a try to connect tells. */
    enum Answer {
        /** Somebody listens, or would answer if its queue were not full. */
        LISTENS,
        /** The process that made it is gone. */
        NOBODY,
        /** Only its user may ask. */
        MAY_NOT_ASK
    }

    private static final Path KERNEL_TABLE = Path.of("/proc/net/unix");

    /** Of a socket that listens, the fourth word. */
    private static final String LISTENING_FLAGS = "00010000";

    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final int FLAGS = 3;
    private static final int NAME = 7;

    private SocketOwner() {}

    static Answer ask(Path path) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.configureBlocking(false);
            channel.connect(UnixDomainSocketAddress.of(path));
            return Answer.LISTENS;
        } catch (ConnectException refused) {
            return Answer.NOBODY;
        } catch (BindException denied) {
            // The JDK has one class for this and for addresses that are taken.
            return Answer.MAY_NOT_ASK;
        } catch (SocketException e) {
            // Most likely its queue is full. Somebody may live there.
            return Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? Answer.LISTENS : Answer.NOBODY;
        }
    }

    /** {@code user NAME}, or {@code another user} when the system does not tell. */
    static String user(Path path) {
        try {
            return "user " + Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName();
        } catch (IOException | UnsupportedOperationException e) {
            return "another user";
        }
    }

    /**
     * What the kernel says of a socket that may not be asked; it knows those of this network namespace only.
     *
     * @param own name that this process has bound itself, which is not the answer
     */
    static String kernelSays(Path path, Path own) {
        try {
            return listens(path, own, Files.readAllLines(KERNEL_TABLE, StandardCharsets.ISO_8859_1))
                    ? "the kernel says that somebody listens on it"
                    : "the kernel knows of nobody who listens on it";
        } catch (IOException e) {
            return "whether somebody listens is not known";
        }
    }

    /** @param table lines of the kernel's table of Unix sockets */
    static boolean listens(Path path, Path own, List<String> table) {
        // A Ringcast daemon binds to a name of its own first, which the kernel goes on to show.
        Pattern name = Pattern.compile(Pattern.quote(path.toString()) + "(\\.[0-9a-f]{8})?");
        return table.stream()
                .map(line -> BLANKS.split(line.strip(), NAME + 1))
                .anyMatch(words -> words.length > NAME
                        && words[FLAGS].equals(LISTENING_FLAGS)
                        && !words[NAME].equals(own.toString())
                        && name.matcher(words[NAME]).matches());
    }
}
