/** The composition root and the {@code plumb} command line. */
@NullMarked
package io.plumbline.server;

import org.jspecify.annotations.NullMarked;
