/** Engines that answer the same queries in turn, and how long each took. */
@NullMarked
package io.plumbline.bench.pce.race;

import org.jspecify.annotations.NullMarked;
