package spread;

import org.ringcast.protocol.GroupId;

/** Id of one view of a group. Two views are the same exactly when their ids are equal; the numbers mean nothing else. */
public class GroupID {
    private final GroupId id;

    /** An id made of its three numbers: daemon id, time, index. */
    protected GroupID(int id0, int id1, int id2) {
        this.id = new GroupId(id0, id1, id2);
    }

    GroupID(GroupId id) {
        this.id = id;
    }

    /** The three numbers, in a new array. */
    protected int[] getID() {
        return new int[] {id.processId(), id.timeSeconds(), id.index()};
    }

    /** True for an id of the same class with the same three numbers. */
    @Override
    @SuppressWarnings("EqualsGetClass") // subclasses have always been unequal
    public boolean equals(Object object) {
        return object != null && object.getClass() == getClass() && ((GroupID) object).id.equals(id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    /** The three numbers as signed decimals with blanks between them. */
    @Override
    public String toString() {
        return id.processId() + " " + id.timeSeconds() + " " + id.index();
    }
}
