package spread;

/**
 * Gets every message that a connection receives. May be a lambda.
 *
 * @see SpreadConnection#add(BasicMessageListener)
 */
public interface BasicMessageListener {
    /**
     * Called for each message, one at a time, on the listener thread of the connection.
     *
     * @param message the message; all listeners get the same object
     */
    void messageReceived(SpreadMessage message);
}
