/** OpenFlow 1.3 as bytes: independent of the codec that is measured, and cheap enough not to be the thing measured. */
@NullMarked
package io.plumbline.bench.openflow.wire;

import org.jspecify.annotations.NullMarked;
