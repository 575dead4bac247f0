package org.ringcast.daemon.session;

import io.netty.buffer.ByteBuf;

/** Takes the items of a client's byte stream: a connect message, a choice of methods, frames. */
public interface ItemReader {
    /** Answer of {@link #itemBytes} when nothing more will be taken. */
    int STOP = 0;

    /**
     * Whether {@link #itemBytes} may be asked now; if not, bytes wait until {@link InputAssembler#resume}. A reader that
     * will take nothing more says yes and answers STOP.
     */
    boolean mayTake();

    /**
     * Length of the next item in bytes as far as its first bytes tell, always more than 0, or {@link #STOP}. Asked again
     * with more bytes when that many have come.
     *
     * @param head the item's bytes so far, from the reader index; not to be changed
     */
    int itemBytes(ByteBuf head);

    /** The next item, whole: the readable bytes. Lent for the call. */
    void take(ByteBuf item);
}
