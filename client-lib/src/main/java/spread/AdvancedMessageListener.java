package spread;

/**
 * Gets the messages that a connection receives, sorted into two kinds.
 *
 * @see SpreadConnection#add(AdvancedMessageListener)
 */
public interface AdvancedMessageListener {
    /**
     * Called for each message that an application sent.
     *
     * @param message the message; all listeners get the same object
     */
    void regularMessageReceived(SpreadMessage message);

    /**
     * Called for everything else: memberships, transitional signals, self-leave messages, and also messages of one's own
     * that the daemon rejected, for which {@link SpreadMessage#getMembershipInfo()} is null.
     *
     * @param message the message; all listeners get the same object
     */
    void membershipMessageReceived(SpreadMessage message);
}
