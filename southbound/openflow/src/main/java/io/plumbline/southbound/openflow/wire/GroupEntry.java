package io.plumbline.southbound.openflow.wire;

import java.util.ArrayList;
import java.util.List;
import org.projectfloodlight.openflow.protocol.OFVersion;

/**
 * One group of a description (OpenFlow 1.3.5, section 7.3.5.9; 1.5.1, section 7.3.5.11).
 *
 * @param type OFPGT_
 */
public record GroupEntry(int type, int number, List<Bucket> buckets) {
    private static final int ANY = 0xffff_ffff;
    private static final int WEIGHT = 0;
    private static final int WATCH_PORT = 1;
    private static final int WATCH_GROUP = 2;

    /**
     * One bucket.
     *
     * @param watchPort OFPP_ANY when none
     * @param watchGroup OFPG_ANY when none
     * @param actions the list
     */
    public record Bucket(int weight, int watchPort, int watchGroup, Span actions) {}

    /** The groups of one part of an answer. */
    public static List<GroupEntry> list(Span body, int version) throws MalformedMessage {
        List<GroupEntry> groups = new ArrayList<>();
        while (!body.isEmpty()) {
            Span group = body.structure(0, 8, "a group").skip(2);
            groups.add(version >= OFVersion.OF_15.getWireVersion() ? numbered(group) : plain(group));
        }
        return groups;
    }

    private static GroupEntry plain(Span group) throws MalformedMessage {
        int type = group.u8();
        int number = group.skip(1).i32();
        List<Bucket> buckets = new ArrayList<>();
        while (!group.isEmpty()) {
            Span bucket = group.structure(0, 16, "a bucket of group " + number).skip(2);
            buckets.add(new Bucket(
                    bucket.u16(), bucket.i32(), bucket.i32(), bucket.skip(4).rest()));
        }
        return new GroupEntry(type, number, buckets);
    }

    private static GroupEntry numbered(Span group) throws MalformedMessage {
        int type = group.u8();
        int number = group.skip(1).i32();
        int bucketBytes = group.u16();
        Span list = group.skip(6).take(bucketBytes);
        List<Bucket> buckets = new ArrayList<>();
        while (!list.isEmpty()) {
            buckets.add(numberedBucket(list.structure(0, 8, "a bucket of group " + number)));
        }
        return new GroupEntry(type, number, buckets);
    }

    private static Bucket numberedBucket(Span bucket) throws MalformedMessage {
        int actionBytes = bucket.skip(2).u16();
        Span actions = bucket.skip(4).take(actionBytes);
        int weight = 0;
        int port = ANY;
        int group = ANY;
        while (!bucket.isEmpty()) {
            Span property = bucket.structure(2, 8, "a property of a bucket");
            int type = property.u16();
            property.skip(2);
            switch (type) {
                case WEIGHT -> weight = property.u16();
                case WATCH_PORT -> port = property.i32();
                case WATCH_GROUP -> group = property.i32();
                default -> {}
            }
        }
        return new Bucket(weight, port, group, actions);
    }
}
