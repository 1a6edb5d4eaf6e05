package io.plumbline.bench.openflow;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How much to measure.
 *
 * @param plumb the start script of what is measured
 * @param folder for everything that is written
 * @param seconds of each packet-in measurement
 * @param flows acquired and released one after another
 */
record Plan(Path plumb, Path folder, int seconds, int flows) {

    Duration measured() {
        return Duration.ofSeconds(seconds);
    }
}
