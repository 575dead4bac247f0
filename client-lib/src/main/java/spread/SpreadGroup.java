package spread;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.Limits;
import org.ringcast.protocol.ServiceType;

/**
 * A group by name: one that was joined through this object, or one that came with a message, such as the private group of
 * a sender or of a member.
 *
 * <p>Groups with the same name are equal.
 */
public class SpreadGroup {
    /** The connection that joined, or that received this group; null when neither. Guarded by this. */
    private SpreadConnection connection;

    private volatile String name;

    /**
     * A group that is already known to a connection.
     *
     * @param connection where it is known; null when it is only a name
     * @param name the name, ISO-8859-1
     */
    protected SpreadGroup(SpreadConnection connection, String name) {
        this.connection = connection;
        this.name = name;
    }

    /** A group without a name, to be joined. */
    public SpreadGroup() {}

    /**
     * Asks the daemon to make the connection a member. Returns when the request is sent; the membership message tells
     * when it has happened.
     *
     * @param groupConnection an open connection
     * @param groupName 1 to 31 characters in 0x24..0x7e
     * @throws SpreadException when this object has joined before and not left, when the name is not legal, or when the
     *     request cannot be sent. After a failure the object is as it was.
     */
    public synchronized void join(SpreadConnection groupConnection, String groupName) throws SpreadException {
        if (connection != null) {
            throw new SpreadException("Already joined.");
        }
        byte[] bytes = groupName.getBytes(StandardCharsets.ISO_8859_1);
        if (!GroupName.hasOnlyLegalCharacters(bytes, 0, bytes.length)) {
            throw new SpreadException("Illegal character in group name.");
        }
        if (bytes.length == 0 || bytes.length > Limits.MAX_GROUP_NAME_LENGTH) {
            throw new SpreadException(
                    "Group name has " + bytes.length + " characters, must have 1 to " + Limits.MAX_GROUP_NAME_LENGTH);
        }
        groupConnection.sendRequest(ServiceType.JOIN, groupName);
        connection = groupConnection;
        name = groupName;
    }

    /**
     * Asks the daemon to end the membership. Returns when the request is sent. Afterwards the object can join again.
     *
     * @throws SpreadException when there is nothing to leave, or when the request cannot be sent; in the latter case the
     *     membership ends with the connection
     */
    public synchronized void leave() throws SpreadException {
        SpreadConnection left = connection;
        if (left == null) {
            throw new SpreadException("No group to leave.");
        }
        connection = null;
        left.sendRequest(ServiceType.LEAVE, name);
    }

    static SpreadGroup of(SpreadConnection connection, GroupName name) {
        return new SpreadGroup(connection, name.toString());
    }

    static List<String> names(List<SpreadGroup> groups) {
        return groups.stream().map(SpreadGroup::toString).toList();
    }

    /** The name; null before the first join. */
    @Override
    public String toString() {
        return name;
    }

    /** True for a group of the same class with the same name. */
    @Override
    @SuppressWarnings("EqualsGetClass") // subclasses have always been unequal
    public boolean equals(Object object) {
        return object != null && object.getClass() == getClass() && Objects.equals(((SpreadGroup) object).name, name);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(name);
    }
}
