package io.plumbline.southbound.openflow.wire;

import com.google.common.collect.ImmutableSortedSet;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Collection;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.projectfloodlight.openflow.protocol.OFVersion;

/**
 * The first message of each side (OpenFlow 1.3.5, section 7.5.1). Without a version bitmap a peer speaks its header's version and,
 * by the rules of negotiation, that one or a lower one of ours.
 *
 * @param wireVersions what the peer offers
 * @param bitmap whether it said so by a bitmap
 */
public record Hello(ImmutableSortedSet<Integer> wireVersions, boolean bitmap) {
    private static final int VERSION_BITMAP = 1;
    private static final int MAX_VERSION = 31;

    /** Reads a peer's HELLO. Elements of unknown type are skipped, as the specification asks. */
    public static Hello read(ByteBuf frame) throws MalformedMessage {
        Span elements = Span.body(frame);
        while (elements.remaining() >= 4) {
            Span element = elements.structure(2, 4, "an element of HELLO");
            int padding = -element.remaining() & 7;
            int type = element.u16();
            element.skip(2);
            if (type == VERSION_BITMAP && element.remaining() >= 4) {
                return new Hello(versionsOf(element.i32()), true);
            }
            elements.skip(Math.min(elements.remaining(), padding));
        }
        return new Hello(ImmutableSortedSet.of(Header.peek(frame).version()), false);
    }

    private static ImmutableSortedSet<Integer> versionsOf(int bits) {
        ImmutableSortedSet.Builder<Integer> versions = ImmutableSortedSet.naturalOrder();
        for (int version = 0; version <= MAX_VERSION; version++) {
            if ((bits >>> version & 1) == 1) {
                versions.add(version);
            }
        }
        return versions.build();
    }

    /** Our HELLO, with the bitmap of what we offer. */
    public static ByteBuf write(ByteBufAllocator allocator, Collection<OFVersion> offered) {
        int bits = 0;
        int highest = 0;
        for (OFVersion version : offered) {
            bits |= 1 << version.getWireVersion();
            highest = Math.max(highest, version.getWireVersion());
        }
        ByteBuf out = Header.write(allocator.buffer(16, 16), highest, Header.HELLO, 16, 1);
        return out.writeShort(VERSION_BITMAP).writeShort(8).writeInt(bits);
    }

    /** The version that both sides will speak; empty when there is none. */
    public OptionalInt negotiate(Collection<OFVersion> offered) {
        if (bitmap) {
            return offered.stream()
                    .mapToInt(OFVersion::getWireVersion)
                    .filter(wireVersions::contains)
                    .max();
        }
        int theirs = wireVersions.last();
        int ours = offered.stream().mapToInt(OFVersion::getWireVersion).max().orElse(0);
        int lower = Math.min(theirs, ours);
        return offered.stream()
                .mapToInt(OFVersion::getWireVersion)
                .filter(version -> version == lower)
                .findFirst();
    }

    /** The offered versions, as a person names them. */
    public String names() {
        return wireVersions.isEmpty() ? "in no version" : names(wireVersions);
    }

    /** Wire versions, as a person names them: 1, 4 is "1.0, 1.3". */
    public static String names(Collection<Integer> wireVersions) {
        return wireVersions.stream().map(Hello::name).collect(Collectors.joining(", "));
    }

    /** One wire version, as a person names it. */
    public static String name(int wireVersion) {
        return wireVersion >= 1 && wireVersion <= 6 ? "1." + (wireVersion - 1) : "wire version " + wireVersion;
    }
}
