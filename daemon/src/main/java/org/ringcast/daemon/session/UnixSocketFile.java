package org.ringcast.daemon.session;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.ringcast.daemon.config.FileTrouble;

/**
 * The file of the Unix socket, whose name all daemons on a port share.
 *
 * <p>The socket is bound under a name of its own and then linked to the shared name, which is one step and fails when the
 * name is taken. So a name never points at a socket that nobody listens on yet, and of two daemons that start at once one
 * wins and the other is told. What stands in the way is replaced only if it is a socket that nobody answers on, and at the
 * end only the own file is removed, not the one of a daemon that came later.
 */
final class UnixSocketFile {
    private static final int FILE_TYPE_MASK = 0170000;
    private static final int SOCKET_TYPE = 0140000;
    private static final int ATTEMPTS = 5;

    /** What to do when the name cannot be had. */
    private static final String REMEDY =
            "; for another directory: UnixSocketDir (--set UnixSocketDir=DIR, clients then connect by TCP or to that"
                    + " path)";

    /** What this class asks of the system and a test cannot make happen for any user. */
    interface Neighbourhood {
        SocketOwner.Answer ask(Path path) throws IOException;

        void move(Path from, Path to) throws IOException;
    }

    private final Path path;
    private final Path bindPath;
    private final Neighbourhood neighbourhood;
    private Object ownKey;

    /** @param path shared name */
    UnixSocketFile(Path path) {
        this(path, new Neighbourhood() {
            @Override
            public SocketOwner.Answer ask(Path asked) throws IOException {
                return SocketOwner.ask(asked);
            }

            @Override
            public void move(Path from, Path to) throws IOException {
                Files.move(from, to);
            }
        });
    }

    UnixSocketFile(Path path, Neighbourhood neighbourhood) {
        this.path = path;
        this.bindPath = sibling();
        this.neighbourhood = neighbourhood;
    }

    /** The name to bind to before {@link #publish}; nothing is there. */
    Path bindPath() {
        return bindPath;
    }

    /**
     * Gives the bound and listening socket at {@link #bindPath} the shared name.
     *
     * @throws ListenException when another daemon listens there, or something that is not a socket has the name
     */
    void publish() throws ListenException {
        try {
            Files.setPosixFilePermissions(bindPath, PosixFilePermissions.fromString("rw-rw-rw-"));
            Object key = keyOf(bindPath);
            for (int attempt = 0; attempt < ATTEMPTS && ownKey == null; attempt++) {
                try {
                    Files.createLink(path, bindPath);
                    ownKey = key;
                } catch (FileAlreadyExistsException e) {
                    removeDead();
                }
            }
            if (ownKey == null) {
                throw inUse("the name is taken again and again");
            }
        } catch (IOException e) {
            String text = FileTrouble.text(e);
            throw new ListenException(
                    "Sess_init: AF_UNIX unable to bind to name '%s': %d '%s'%s"
                            .formatted(path, SystemError.number(text), text, REMEDY),
                    e);
        } finally {
            deleteQuietly(bindPath);
        }
    }

    /** Removes the shared name if it is still the own socket. */
    void remove() {
        try {
            if (ownKey != null && ownKey.equals(keyOf(path))) {
                Files.delete(path);
            }
        } catch (IOException gone) {
            // Somebody else has removed it, or has it now.
        }
        ownKey = null;
    }

    /** Removes what has the name if it is the socket of a daemon that is no more. */
    private void removeDead() throws IOException, ListenException {
        Object key;
        try {
            if (!isSocket(path)) {
                throw inUse("it is not a socket");
            }
            key = keyOf(path);
        } catch (NoSuchFileException e) {
            return;
        }
        switch (neighbourhood.ask(path)) {
            case LISTENS -> throw inUse("another daemon (of " + SocketOwner.user(path) + ") listens on it");
            case MAY_NOT_ASK ->
                throw inUse("it is a socket of " + SocketOwner.user(path) + " that this user may not connect to ("
                        + SocketOwner.kernelSays(path, bindPath) + "); remove it if its daemon is gone");
            case NOBODY -> moveAway(key);
        }
    }

    private void moveAway(Object key) throws IOException, ListenException {
        // Moved away first: if the name has changed hands since the question, the newcomer gets it back.
        Path aside = sibling();
        try {
            neighbourhood.move(path, aside);
            if (!key.equals(keyOf(aside))) {
                Files.createLink(path, aside);
            }
        } catch (NoSuchFileException | FileAlreadyExistsException e) {
            // Somebody else was faster; look again.
        } catch (FileSystemException e) {
            throw inUse(
                    "a daemon of " + SocketOwner.user(path) + " left it behind, nobody listens on it, and this user may"
                            + " not remove it (" + FileTrouble.text(e) + "); remove it");
        } finally {
            deleteQuietly(aside);
        }
    }

    private ListenException inUse(String why) {
        return new ListenException(
                "Sess_init: AF_UNIX unable to bind to name '%s': 98 'Address already in use'; %s".formatted(path, why)
                        + REMEDY);
    }

    /** A name of nobody beside the shared one, short because socket addresses are. */
    private Path sibling() {
        String unique = "%08x".formatted(ThreadLocalRandom.current().nextInt());
        return path.resolveSibling(path.getFileName() + "." + unique);
    }

    private static boolean isSocket(Path file) throws IOException {
        int mode = (Integer) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return (mode & FILE_TYPE_MASK) == SOCKET_TYPE;
    }

    private static Object keyOf(Path file) throws IOException {
        return Objects.requireNonNull(
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .fileKey(),
                "file system without file keys");
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // A leftover under a name that nobody looks for harms nobody.
        }
    }
}
