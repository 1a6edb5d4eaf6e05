/** {@code plumb bench openflow}: set-up time, packet-in rate, start-up. */
@NullMarked
package io.plumbline.bench.openflow;

import org.jspecify.annotations.NullMarked;
