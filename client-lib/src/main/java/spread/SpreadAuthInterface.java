package spread;

/**
 * An authentication method. The class needs a public constructor without parameters.
 *
 * <p>It has no access to the connection, so it can only stand for methods that exchange nothing, such as NULL and IP.
 *
 * @see SpreadConnection#registerAuthentication(String, String)
 */
public interface SpreadAuthInterface {
    /**
     * Called while connecting, after the method was proposed to the daemon.
     *
     * @throws SpreadException to end the attempt to connect
     */
    void authenticate() throws SpreadException;
}
