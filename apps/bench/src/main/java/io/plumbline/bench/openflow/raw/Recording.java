package io.plumbline.bench.openflow.raw;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.plumbline.bench.openflow.wire.Message;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a controller wrote into switches between two moments, in order.
 *
 * @param writes only messages that change what a switch holds
 */
public record Recording(ImmutableList<Write> writes) {

    /** One message to one switch. */
    public record Write(long datapathId, Message message) {}

    /** All bytes for each switch, in the order of first use. */
    public ImmutableMap<Long, byte[]> bytesBySwitch() {
        Map<Long, ByteArrayOutputStream> streams = new LinkedHashMap<>();
        for (Write write : writes) {
            streams.computeIfAbsent(write.datapathId(), none -> new ByteArrayOutputStream())
                    .writeBytes(write.message().bytes());
        }
        ImmutableMap.Builder<Long, byte[]> bytes = ImmutableMap.builder();
        streams.forEach((datapathId, stream) -> bytes.put(datapathId, stream.toByteArray()));
        return bytes.buildOrThrow();
    }

    public int size() {
        return writes.size();
    }
}
