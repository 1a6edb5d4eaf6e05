package io.plumbline.pce.path;

/**
 * Setup and holding priority (RFC 3209, section 4.7.1): from 0, the highest, to 7. A request may displace reservations whose holding priority is
 * lower than its setup priority; when it is admitted, its holding priority stands against others.
 *
 * @param setup what it may displace
 * @param holding what may displace it
 */
public record Priority(int setup, int holding) {
    public static final int HIGHEST = 0;
    public static final int LOWEST = 7;

    /** Displaces nothing, and nothing displaces it. */
    public static final Priority NONE = new Priority(LOWEST, HIGHEST);

    public Priority {
        if (setup < HIGHEST || setup > LOWEST || holding < HIGHEST || holding > LOWEST) {
            throw new IllegalArgumentException(
                    "priority: setup " + setup + " and holding " + holding + " given, each from 0 to 7 allowed");
        }
        if (setup < holding) {
            throw new IllegalArgumentException("priority: setup " + setup + " given, no higher (at least " + holding
                    + ") than the holding priority allowed");
        }
    }

    /** Whether a request of this priority may displace a reservation of that one. */
    public boolean displaces(Priority held) {
        return setup < held.holding;
    }
}
