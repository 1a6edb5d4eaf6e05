/** How fast guaranteed flows are admitted, and how many, beside an admission with shares fixed in advance. */
@NullMarked
package io.plumbline.bench.pce.admission;

import org.jspecify.annotations.NullMarked;
