/**
 * The drop-in client API: the class and method names that existing Java clients of Spread are written against.
 *
 * <p>Programs written and compiled for {@code spread.jar} 4.4 or 5.0.1 run with these classes unchanged. What is better
 * here, and what was left as it is on purpose, is told in docs/client-guide.md.
 *
 * <p>Owning thread: the caller's, and one daemon thread for each connection that has listeners. A
 * {@link spread.SpreadConnection} may be used by any number of threads; messages, groups and membership infos by one at a
 * time, or by many when nobody changes them any more.
 *
 * <p>Entry class: {@link spread.SpreadConnection}.
 */
package spread;
