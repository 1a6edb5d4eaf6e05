/** Measurements that are not shipped: control channel, admission, peers. */
@NullMarked
package io.plumbline.bench;

import org.jspecify.annotations.NullMarked;
