package io.plumbline.southbound.api;

/**
 * What to read back.
 *
 * @param rules whether rules are read
 * @param meters whether meter configurations and counters are read
 * @param groups whether groups are read
 * @param cookie only rules whose cookie equals this under the mask; mask 0: all
 * @param cookieMask bits of the cookie that count
 */
public record ReadScope(boolean rules, boolean meters, boolean groups, long cookie, long cookieMask) {
    /** Everything. */
    public static final ReadScope ALL = new ReadScope(true, true, true, 0, 0);

    /** The rules with this cookie, and all meters. */
    public static ReadScope rulesAndMeters(long cookie) {
        return new ReadScope(true, true, false, cookie, -1L);
    }
}
