package spread;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Vector;
import org.ringcast.protocol.ServiceType;

/**
 * A message, to be sent or received.
 *
 * <p>A new message is outgoing, reliable, of type 0, without groups and without data. It may be sent again and changed
 * after sending. Its content is bytes ({@link #setData}), one object ({@link #setObject}) or a series of objects
 * ({@link #digest}); setting one kind discards the others.
 *
 * <p>Not synchronised.
 */
@SuppressWarnings({"rawtypes", "JdkObsolete"}) // the signatures are older than generics
public class SpreadMessage {
    protected static final int UNRELIABLE_MESS = 0x00000001;
    protected static final int RELIABLE_MESS = 0x00000002;
    protected static final int FIFO_MESS = 0x00000004;
    protected static final int CAUSAL_MESS = 0x00000008;
    protected static final int AGREED_MESS = 0x00000010;
    protected static final int SAFE_MESS = 0x00000020;
    protected static final int REGULAR_MESS = 0x0000003f;
    protected static final int SELF_DISCARD = 0x00000040;
    protected static final int REG_MEMB_MESS = 0x00001000;
    protected static final int TRANSITION_MESS = 0x00002000;
    protected static final int CAUSED_BY_JOIN = 0x00000100;
    protected static final int CAUSED_BY_LEAVE = 0x00000200;
    protected static final int CAUSED_BY_DISCONNECT = 0x00000400;
    protected static final int CAUSED_BY_NETWORK = 0x00000800;
    protected static final int MEMBERSHIP_MESS = 0x00003f00;
    protected static final int REJECT_MESS = 0x00400000;
    protected static final int JOIN_MESS = 0x00010000;
    protected static final int LEAVE_MESS = 0x00020000;
    protected static final int KILL_MESS = 0x00040000;
    protected static final int GROUPS_MESS = 0x00080000;

    private static final int CONTENT_DATA = 0;
    private static final int CONTENT_OBJECT = 1;
    private static final int CONTENT_DIGEST = 2;
    private static final byte[] NO_DATA = new byte[0];

    /** What the content is: 0 bytes, 1 an object, 2 a digest. */
    protected int content;

    /** The {@link SpreadGroup} objects of the destinations or members. */
    protected Vector groups;

    /** The bytes of the digest so far; null when the content is no digest. */
    protected ByteArrayOutputStream digestBytes;

    /** Writes into {@link #digestBytes}; null until something is added to the digest. */
    protected ObjectOutputStream digestOutput;

    private final boolean incoming;
    private final SpreadGroup sender;
    private final boolean endianMismatch;
    private final MembershipInfo membershipInfo;
    private int serviceType;
    private byte[] data;
    private short type;

    /**
     * A received message. Made by the library only.
     *
     * @param serviceType service bits
     * @param groups {@link SpreadGroup} objects of the destinations or members; not copied
     * @param sender private group of the sender, or the group of a membership message
     * @param data the body; not copied
     * @param type the application's message type
     * @param endianMismatch whether the sender's library is little-endian
     * @param membershipInfo for membership messages, else null
     */
    protected SpreadMessage(
            int serviceType,
            Vector groups,
            SpreadGroup sender,
            byte[] data,
            short type,
            boolean endianMismatch,
            MembershipInfo membershipInfo) {
        this.incoming = true;
        this.serviceType = serviceType;
        this.groups = groups;
        this.sender = sender;
        this.data = data;
        this.type = type;
        this.endianMismatch = endianMismatch;
        this.membershipInfo = membershipInfo;
    }

    /** A new message to be sent. */
    public SpreadMessage() {
        this.incoming = false;
        this.serviceType = RELIABLE_MESS;
        this.groups = new Vector();
        this.sender = null;
        this.data = NO_DATA;
        this.endianMismatch = false;
        this.membershipInfo = null;
    }

    /** True when the message was received. */
    public boolean isIncoming() {
        return incoming;
    }

    /** True when the message was made to be sent. */
    public boolean isOutgoing() {
        return !incoming;
    }

    /** The service bits. */
    public int getServiceType() {
        return serviceType;
    }

    /** True when an application sent the message. */
    public boolean isRegular() {
        return isRegular(serviceType);
    }

    /** True when these are the service bits of a message that an application sent. */
    protected static boolean isRegular(int serviceType) {
        return ServiceType.isRegular(serviceType);
    }

    /** True when the daemon sent an own message back because it does not allow it. */
    public boolean isReject() {
        return isReject(serviceType);
    }

    /** True when these are the service bits of a rejected message. */
    protected static boolean isReject(int serviceType) {
        return ServiceType.isReject(serviceType);
    }

    /** True for every kind of membership message; then there is a {@link #getMembershipInfo()}. */
    public boolean isMembership() {
        return isMembership(serviceType);
    }

    /** True when these are the service bits of a membership message. */
    protected static boolean isMembership(int serviceType) {
        return ServiceType.isMembership(serviceType);
    }

    /** True when the service is unreliable. */
    public boolean isUnreliable() {
        return (serviceType & UNRELIABLE_MESS) != 0;
    }

    /** True when the service is reliable. */
    public boolean isReliable() {
        return (serviceType & RELIABLE_MESS) != 0;
    }

    /** True when the service is FIFO. */
    public boolean isFifo() {
        return (serviceType & FIFO_MESS) != 0;
    }

    /** True when the service is causal. */
    public boolean isCausal() {
        return (serviceType & CAUSAL_MESS) != 0;
    }

    /** True when the service is agreed. */
    public boolean isAgreed() {
        return (serviceType & AGREED_MESS) != 0;
    }

    /** True when the service is safe. */
    public boolean isSafe() {
        return (serviceType & SAFE_MESS) != 0;
    }

    /** True when the sending connection is not to get the message. */
    public boolean isSelfDiscard() {
        return (serviceType & SELF_DISCARD) != 0;
    }

    /** Sets all service bits at once, unchecked. */
    public void setServiceType(int serviceType) {
        this.serviceType = serviceType;
    }

    /** Asks for no guarantee at all. */
    public void setUnreliable() {
        setService(UNRELIABLE_MESS);
    }

    /** Asks that the message arrive. */
    public void setReliable() {
        setService(RELIABLE_MESS);
    }

    /** Asks that the messages of one sender arrive in the order of sending. */
    public void setFifo() {
        setService(FIFO_MESS);
    }

    /** Asks that a message arrive after those that the sender knew. */
    public void setCausal() {
        setService(CAUSAL_MESS);
    }

    /** Asks that all messages arrive in the same order everywhere. */
    public void setAgreed() {
        setService(AGREED_MESS);
    }

    /** Asks for the same order, and that all daemons have the message before anyone gets it. */
    public void setSafe() {
        setService(SAFE_MESS);
    }

    private void setService(int service) {
        serviceType = (serviceType & ~REGULAR_MESS) | service;
    }

    /** Says whether the sending connection is to be left out. */
    public void setSelfDiscard(boolean selfDiscard) {
        serviceType = selfDiscard ? serviceType | SELF_DISCARD : serviceType & ~SELF_DISCARD;
    }

    /** The destinations, or the members in a membership message, in a new array. */
    public SpreadGroup[] getGroups() {
        return groupList().toArray(SpreadGroup[]::new);
    }

    /** The destinations as they are, for the library. */
    @SuppressWarnings("unchecked")
    List<SpreadGroup> groupList() {
        return (Vector<SpreadGroup>) groups;
    }

    /** The private group of the sender, or the group of a membership message; null before sending. */
    public SpreadGroup getSender() {
        return sender;
    }

    /** The content as bytes. Not a copy when the content is bytes or an object. */
    public byte[] getData() {
        return content == CONTENT_DIGEST ? digestBytes.toByteArray() : data;
    }

    /**
     * The one object in the content, read with Java serialisation. Do not do that with messages from senders that are not
     * trusted, or set a filter for the JVM ({@code jdk.serialFilter}).
     *
     * @throws SpreadException when the content is not an object that can be read here
     */
    public Object getObject() throws SpreadException {
        try (ObjectInputStream input = objectInput()) {
            return readObject(input);
        } catch (EOFException e) {
            throw SpreadException.of("readObject(): " + e, e);
        } catch (IOException e) {
            throw SpreadException.of("close/close(): " + e, e);
        }
    }

    /**
     * All objects in the content. See {@link #getObject()} for the danger.
     *
     * @throws SpreadException when the content is not a series of objects that can be read here
     */
    @SuppressWarnings("unchecked")
    public Vector getDigest() throws SpreadException {
        Vector objects = new Vector();
        try (ObjectInputStream input = objectInput()) {
            while (true) {
                objects.add(readObject(input));
            }
        } catch (EOFException e) {
            return objects;
        } catch (IOException e) {
            throw SpreadException.of("close/close(): " + e, e);
        }
    }

    private ObjectInputStream objectInput() throws SpreadException {
        try {
            return new ObjectInputStream(new ByteArrayInputStream(getData()));
        } catch (IOException e) {
            throw SpreadException.of("ObjectInputStream(): " + e, e);
        }
    }

    @SuppressWarnings("BanSerializableRead") // what this method is for
    private static Object readObject(ObjectInputStream input) throws EOFException, SpreadException {
        try {
            return input.readObject();
        } catch (EOFException e) {
            throw e;
        } catch (IOException | ClassNotFoundException e) {
            throw SpreadException.of("readObject(): " + e, e);
        }
    }

    /** The application's message type, -32768..32767; in a membership message one's own place among the members, or -1. */
    public short getType() {
        return type;
    }

    /** True when the sender's library is little-endian, as C clients on common machines are. */
    public boolean getEndianMismatch() {
        return endianMismatch;
    }

    /** Adds a destination. */
    @SuppressWarnings("unchecked")
    public void addGroup(SpreadGroup group) {
        groups.add(group);
    }

    /** Adds destinations. */
    public void addGroups(SpreadGroup[] groups) {
        for (SpreadGroup group : groups) {
            addGroup(group);
        }
    }

    /** Adds a destination by name, a group or a private group. */
    public void addGroup(String group) {
        addGroup(new SpreadGroup(null, group));
    }

    /** Adds destinations by name. */
    public void addGroups(String[] groups) {
        for (String group : groups) {
            addGroup(group);
        }
    }

    /** Makes a copy of the bytes the content. */
    public void setData(byte[] data) {
        setContent(CONTENT_DATA, data.clone());
    }

    /**
     * Makes one object the content, with Java serialisation.
     *
     * @throws SpreadException when the object cannot be written
     */
    public void setObject(Serializable object) throws SpreadException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(objectOutput(bytes), object);
        setContent(CONTENT_OBJECT, bytes.toByteArray());
    }

    /**
     * Adds an object to the digest. The first call discards any other content.
     *
     * @throws SpreadException when the object cannot be written
     */
    public void digest(Serializable object) throws SpreadException {
        if (content != CONTENT_DIGEST) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ObjectOutputStream output = objectOutput(bytes);
            setContent(CONTENT_DIGEST, NO_DATA);
            digestBytes = bytes;
            digestOutput = output;
        } else if (digestOutput == null) {
            digestOutput = continuedOutput(digestBytes);
        }
        int lengthBefore = digestBytes.size();
        try {
            write(digestOutput, object);
        } catch (SpreadException e) {
            forgetAfter(lengthBefore);
            throw e;
        }
    }

    /** Takes what is left of an object that could not be written out of the digest. */
    private void forgetAfter(int length) {
        byte[] bytes = digestBytes.toByteArray();
        digestBytes.reset();
        digestBytes.write(bytes, 0, length);
        digestOutput = null;
    }

    private static ObjectOutputStream objectOutput(OutputStream bytes) throws SpreadException {
        try {
            return new ObjectOutputStream(bytes);
        } catch (IOException e) {
            throw SpreadException.of("ObjectOutputStream(): " + e, e);
        }
    }

    private static ObjectOutputStream continuedOutput(OutputStream bytes) throws SpreadException {
        try {
            return new ContinuedObjectOutput(bytes);
        } catch (IOException e) {
            throw SpreadException.of("ObjectOutputStream(): " + e, e);
        }
    }

    private static void write(ObjectOutputStream output, Serializable object) throws SpreadException {
        try {
            output.writeObject(object);
            output.flush();
        } catch (IOException e) {
            throw SpreadException.of("writeObject/flush(): " + e, e);
        }
    }

    private void setContent(int newContent, byte[] newData) {
        content = newContent;
        data = newData;
        digestBytes = null;
        digestOutput = null;
    }

    /** Sets the application's message type. */
    public void setType(short type) {
        this.type = type;
    }

    /** What a membership message says; null for other messages. */
    public MembershipInfo getMembershipInfo() {
        return membershipInfo;
    }

    /**
     * An outgoing message with the same service, groups, type and content. What belongs to a received message only is
     * left out. The copies share nothing that can be changed, except the {@link SpreadGroup} objects.
     */
    @Override
    @SuppressWarnings({"unchecked", "MissingSuperCall", "super"}) // this class is not Cloneable and never was
    public Object clone() {
        SpreadMessage message = new SpreadMessage();
        message.serviceType = serviceType;
        message.groups = new Vector(groups);
        message.type = type;
        message.content = content;
        message.data = Arrays.copyOf(data, data.length);
        if (content == CONTENT_DIGEST) {
            message.digestBytes = new ByteArrayOutputStream();
            message.digestBytes.writeBytes(digestBytes.toByteArray());
        }
        return message;
    }

    /** Goes on with a series of objects that another stream has begun. */
    private static final class ContinuedObjectOutput extends ObjectOutputStream {
        ContinuedObjectOutput(OutputStream bytes) throws IOException {
            super(bytes);
        }

        /** The header is there already; instead the reader is told to forget the objects it could be referred to. */
        @Override
        protected void writeStreamHeader() throws IOException {
            reset();
        }
    }
}
