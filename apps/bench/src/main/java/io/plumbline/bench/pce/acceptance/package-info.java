/** How much of what is asked for a network is made to carry, beside the most that it can. */
@NullMarked
package io.plumbline.bench.pce.acceptance;

import org.jspecify.annotations.NullMarked;
