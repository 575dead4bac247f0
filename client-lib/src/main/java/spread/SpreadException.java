package spread;

/** Something that a connection, a group or a message could not do. The message text says what. */
public class SpreadException extends Exception {
    private static final long serialVersionUID = 1L;

    /** An exception without words. */
    public SpreadException() {}

    /** An exception that says what went wrong. */
    public SpreadException(String message) {
        super(message);
    }

    static SpreadException of(String message, Throwable cause) {
        SpreadException exception = new SpreadException(message);
        exception.initCause(cause);
        return exception;
    }
}
