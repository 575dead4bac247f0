/**
 * The drop-in client API: the class and method names that existing Java clients of Spread are written against.
 *
 * <p>Owning thread: the caller's, and one reader thread for each connection that has listeners.
 */
package spread;
