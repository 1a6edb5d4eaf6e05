/** {@code plumb bench pce}: the path computation engine beside its peers, block by block, in one run. */
@NullMarked
package io.plumbline.bench.pce;

import org.jspecify.annotations.NullMarked;
