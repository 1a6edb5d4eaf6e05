/** The load generator: emulated OpenFlow 1.3 switches that ask a controller as much as it can answer. */
@NullMarked
package io.plumbline.bench.openflow.load;

import org.jspecify.annotations.NullMarked;
