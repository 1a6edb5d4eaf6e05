package io.plumbline.controller.inventory;

/**
 * A place on Earth.
 *
 * @param latitude in degrees, north positive
 * @param longitude in degrees, east positive
 */
public record Position(double latitude, double longitude) {
    /** Mean radius of the Earth (IUGG). */
    private static final double EARTH_KM = 6371.0088;

    /** Along the great circle; haversine formula (Sinnott 1984), which is exact enough for near points as well. */
    public double kmTo(Position other) {
        double north = StrictMath.sin(StrictMath.toRadians(other.latitude - latitude) / 2);
        double east = StrictMath.sin(StrictMath.toRadians(other.longitude - longitude) / 2);
        double haversine = north * north
                + StrictMath.cos(StrictMath.toRadians(latitude))
                        * StrictMath.cos(StrictMath.toRadians(other.latitude))
                        * east
                        * east;
        return 2 * EARTH_KM * StrictMath.asin(StrictMath.min(1, StrictMath.sqrt(haversine)));
    }
}
