package io.plumbline.controller.inventory;

import java.util.Optional;
import java.util.regex.Pattern;
import org.onosproject.net.PortNumber;

/** How devices and ports are written: {@code of:} and sixteen hexadecimal digits, and a number up to OFPP_MAX. */
final class PortText {
    static final String DEVICE_FORM = "of: and 16 lower-case hexadecimal digits";
    static final String PORT_FORM = "switch/port, as s1/2 or of:0000000000000001/2";

    private static final Pattern DEVICE = Pattern.compile("of:[0-9a-f]{16}");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,9}");
    private static final long LARGEST = 0xffffff00L;

    private PortText() {}

    static boolean isDevice(String text) {
        return DEVICE.matcher(text).matches();
    }

    static Optional<PortNumber> number(String text) {
        if (!NUMBER.matcher(text).matches() || Long.parseLong(text) > LARGEST) {
            return Optional.empty();
        }
        return Optional.of(PortNumber.portNumber(Long.parseLong(text)));
    }
}
