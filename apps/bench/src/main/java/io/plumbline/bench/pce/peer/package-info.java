/** Other people's engines, each used as the product that it is from uses it, and textbook algorithms on our own kernels. */
@NullMarked
package io.plumbline.bench.pce.peer;

import org.jspecify.annotations.NullMarked;
