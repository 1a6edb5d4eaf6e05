package io.plumbline.southbound.openflow.connection;

import io.netty.buffer.ByteBuf;
import io.plumbline.southbound.openflow.wire.Header;
import io.plumbline.southbound.openflow.wire.MalformedMessage;

/** What a connection is doing: greeting, describing its switch, or being one. Called on the connection's event loop only. */
interface Phase {
    /** Takes over. */
    void begin();

    /** One message; echo requests and replies never come here. The frame is the caller's. */
    void receive(Header header, ByteBuf frame) throws MalformedMessage;

    /** The connection is closed. */
    void ended(String reason);
}
