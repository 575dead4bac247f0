package spread;

/** The authentication method that asks for nothing; also what to register for the method IP. */
public class NULLAuth implements SpreadAuthInterface {
    /** A method without state. */
    public NULLAuth() {}

    /** Does nothing. */
    @Override
    public void authenticate() throws SpreadException {}
}
