package spread;

/** Makes messages that are all like one given message. May be extended to fill them. */
public class MessageFactory {
    /** The message that new ones are copies of, or null. */
    protected SpreadMessage defaultMessage;

    /**
     * A factory of copies of a message.
     *
     * @param message copied here, so later changes to it do not matter; null for a factory that makes nothing
     */
    public MessageFactory(SpreadMessage message) {
        this.defaultMessage = copy(message);
    }

    /** Replaces the message to be copied; it is itself copied here. */
    public void setDefault(SpreadMessage message) {
        defaultMessage = copy(message);
    }

    /** A new message, or null when there is none to copy. */
    public SpreadMessage createMessage() {
        return copy(defaultMessage);
    }

    private static SpreadMessage copy(SpreadMessage message) {
        return message == null ? null : (SpreadMessage) message.clone();
    }
}
