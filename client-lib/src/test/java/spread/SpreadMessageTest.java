package spread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Vector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages by themselves: defaults, bits, contents, copies. */
class SpreadMessageTest {
    private final SpreadMessage message = new SpreadMessage();

    /** What a receiver makes of the content. */
    @SuppressWarnings("JdkObsolete") // the constructor's parameter
    private static SpreadMessage received(SpreadMessage sent) {
        return new SpreadMessage(2, new Vector<>(), null, sent.getData(), (short) 0, false, null);
    }

    private static List<?> receivedDigest(SpreadMessage sent) throws SpreadException {
        return received(sent).getDigest();
    }

    @Test
    void defaults() {
        assertThat(message.isOutgoing()).isTrue();
        assertThat(message.isIncoming()).isFalse();
        assertThat(message.getServiceType()).isEqualTo(2);
        assertThat(message.isReliable()).isTrue();
        assertThat(message.getType()).isZero();
        assertThat(message.getData()).isEmpty();
        assertThat(message.getGroups()).isEmpty();
        assertThat(message.getSender()).isNull();
        assertThat(message.getMembershipInfo()).isNull();
        assertThat(message.getEndianMismatch()).isFalse();
    }

    @Test
    void settersOfServicesKeepOtherBits() {
        message.setServiceType(0x7f000002);
        message.setSelfDiscard(true);
        message.setUnreliable();
        assertThat(message.getServiceType()).isEqualTo(0x7f000041);
        message.setReliable();
        assertThat(message.getServiceType()).isEqualTo(0x7f000042);
        message.setFifo();
        assertThat(message.getServiceType()).isEqualTo(0x7f000044);
        message.setCausal();
        assertThat(message.getServiceType()).isEqualTo(0x7f000048);
        message.setAgreed();
        assertThat(message.getServiceType()).isEqualTo(0x7f000050);
        message.setSafe();
        assertThat(message.getServiceType()).isEqualTo(0x7f000060);
        message.setSelfDiscard(false);
        assertThat(message.getServiceType()).isEqualTo(0x7f000020);
    }

    @Test
    void groupsMayRepeatAndTheArrayIsNew() {
        message.addGroup("a");
        message.addGroups(new String[] {"b", "a"});
        message.addGroups(new SpreadGroup[] {new SpreadGroup(null, "c"), null});
        assertThat(message.getGroups()).hasSize(5);
        assertThat(message.getGroups()).isNotSameAs(message.getGroups());
        assertThat(message.getGroups()[2]).isEqualTo(message.getGroups()[0]);
    }

    @Test
    void dataIsCopiedInAndNotCopiedOut() {
        byte[] data = {1, 2, 3};
        message.setData(data);
        data[0] = 9;
        assertThat(message.getData()).containsExactly(1, 2, 3);
        message.getData()[1] = 7;
        assertThat(message.getData()).containsExactly(1, 7, 3);
        assertThatThrownBy(() -> message.setData(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void check08_objectRoundTrip() throws SpreadException {
        message.setObject(new ArrayList<>(List.of("a", 1)));
        assertThat(received(message).getObject()).isEqualTo(List.of("a", 1));
        assertThat(receivedDigest(message)).isEqualTo(List.of(List.of("a", 1)));
        message.setObject(null);
        assertThat(message.getData()).hasSize(5);
        assertThat(received(message).getObject()).isNull();
    }

    @Test
    void check08_digestRoundTripWithBackReferences() throws SpreadException {
        ArrayList<String> shared = new ArrayList<>(List.of("x"));
        message.digest("first");
        message.digest(shared);
        message.digest(shared);
        List<?> digest = receivedDigest(message);
        assertThat(digest).hasSize(3);
        assertThat(digest.get(1)).isSameAs(digest.get(2));
        assertThat(received(message).getObject()).isEqualTo("first");
    }

    @Test
    void check08_settingOneContentDiscardsTheOthers() throws SpreadException {
        message.digest("a");
        message.setData(new byte[] {1});
        assertThat(message.getData()).containsExactly(1);
        message.digest("b");
        assertThat(receivedDigest(message)).isEqualTo(List.of("b"));
        message.setObject("c");
        assertThat(receivedDigest(message)).isEqualTo(List.of("c"));
    }

    @Test
    void defect14_15_clonedDigestCanBeReadAndGoneOnWith() throws SpreadException {
        ArrayList<String> shared = new ArrayList<>(List.of("x"));
        message.digest(shared);
        message.digest("a");
        SpreadMessage copy = (SpreadMessage) message.clone();
        assertThat(receivedDigest(copy)).isEqualTo(List.of(shared, "a"));
        copy.digest(shared);
        copy.digest("b");
        message.digest("c");
        assertThat(receivedDigest(copy)).isEqualTo(List.of(shared, "a", shared, "b"));
        assertThat(receivedDigest(message)).isEqualTo(List.of(shared, "a", "c"));
        SpreadMessage copyOfCopy = (SpreadMessage) copy.clone();
        copyOfCopy.digest("d");
        assertThat(receivedDigest(copyOfCopy)).isEqualTo(List.of(shared, "a", shared, "b", "d"));
    }

    @Test
    void objectThatCannotBeWrittenLeavesTheDigestAsItWas() throws SpreadException {
        message.digest("a");
        Serializable broken = new ArrayList<>(List.of(new Object()));
        assertThatThrownBy(() -> message.digest(broken))
                .isExactlyInstanceOf(SpreadException.class)
                .hasMessage("writeObject/flush(): java.io.NotSerializableException: java.lang.Object");
        message.digest("b");
        assertThat(receivedDigest(message)).isEqualTo(List.of("a", "b"));
        assertThatThrownBy(() -> message.setObject(broken))
                .hasMessage("writeObject/flush(): java.io.NotSerializableException: java.lang.Object");
    }

    @Test
    void check02_dataThatIsNoObject() {
        assertThatThrownBy(() -> received(message).getObject())
                .isExactlyInstanceOf(SpreadException.class)
                .hasMessage("ObjectInputStream(): java.io.EOFException");
        message.setData(new byte[] {1, 2, 3, 4, 5});
        assertThatThrownBy(() -> received(message).getObject())
                .hasMessage("ObjectInputStream(): java.io.StreamCorruptedException: invalid stream header: 01020304");
        assertThatThrownBy(() -> received(message).getDigest())
                .hasMessageStartingWith("ObjectInputStream(): java.io.StreamCorruptedException");
        message.setData(new byte[] {(byte) 0xac, (byte) 0xed, 0, 5, 1});
        assertThatThrownBy(() -> received(message).getObject())
                .hasMessageStartingWith("readObject(): java.io.StreamCorruptedException");
        message.setData(new byte[] {(byte) 0xac, (byte) 0xed, 0, 5});
        assertThatThrownBy(() -> received(message).getObject()).hasMessage("readObject(): java.io.EOFException");
    }

    @Test
    void cloneOfAReceivedMessageIsToBeSent() {
        @SuppressWarnings("JdkObsolete") // the constructor's parameter
        Vector<SpreadGroup> groups = new Vector<>(List.of(new SpreadGroup(null, "g")));
        SpreadMessage incoming =
                new SpreadMessage(0x60, groups, new SpreadGroup(null, "#a#d"), new byte[] {1}, (short) 5, true, null);
        SpreadMessage copy = (SpreadMessage) incoming.clone();
        assertThat(copy.isOutgoing()).isTrue();
        assertThat(copy.getServiceType()).isEqualTo(0x60);
        assertThat(copy.getGroups()).isEqualTo(incoming.getGroups());
        assertThat(copy.getType()).isEqualTo((short) 5);
        assertThat(copy.getData()).containsExactly(1).isNotSameAs(incoming.getData());
        assertThat(copy.getSender()).isNull();
        assertThat(copy.getEndianMismatch()).isFalse();
        copy.addGroup("h");
        assertThat(incoming.getGroups()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x1, 0x20, 0x1100, 0x2000, 0x200, 0x400020, 0})
    void classificationOfBits(int type) {
        message.setServiceType(type);
        assertThat(message.isRegular())
                .isEqualTo(SpreadMessage.isRegular(type))
                .isEqualTo((type & 0x3f) != 0 && type < 0x400000);
        assertThat(message.isMembership())
                .isEqualTo(SpreadMessage.isMembership(type))
                .isEqualTo((type & 0x3f00) != 0);
        assertThat(message.isReject()).isEqualTo(SpreadMessage.isReject(type)).isEqualTo(type == 0x400020);
    }

    @Test
    void factoryKeepsACopyAndGivesCopies() {
        message.setSafe();
        message.addGroup("g");
        MessageFactory factory = new MessageFactory(message);
        message.setFifo();
        SpreadMessage made = factory.createMessage();
        assertThat(made.isSafe()).isTrue();
        assertThat(made.getGroups()).hasSize(1);
        made.addGroup("h");
        assertThat(factory.createMessage().getGroups()).hasSize(1);
        factory.setDefault(null);
        assertThat(factory.createMessage()).isNull();
        assertThat(new MessageFactory(null).createMessage()).isNull();
    }
}
