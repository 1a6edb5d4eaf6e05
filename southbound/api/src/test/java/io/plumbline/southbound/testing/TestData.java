package io.plumbline.southbound.testing;

import java.nio.file.Path;

/** The topologies and demands that are read from beside the project: {@code norm/} and {@code topozoo/}. */
public final class TestData {

    private TestData() {}

    /** The folder that the system property {@code plumbline.data} names, else {@code ../shared/data} of the checkout. */
    public static Path folder() {
        String named = System.getProperty("plumbline.data", "");
        return Path.of(named.isEmpty() ? "../shared/data" : named)
                .toAbsolutePath()
                .normalize();
    }
}
