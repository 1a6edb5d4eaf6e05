/** Strict reading of what comes in: every member is expected, typed and in range, or named as an error. */
@NullMarked
package io.plumbline.rest.json;

import org.jspecify.annotations.NullMarked;
