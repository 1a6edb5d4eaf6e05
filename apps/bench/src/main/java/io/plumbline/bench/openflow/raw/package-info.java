/** The peer of the set-up measurement: what the controller sends is recorded and sent again over plain sockets. */
@NullMarked
package io.plumbline.bench.openflow.raw;

import org.jspecify.annotations.NullMarked;
