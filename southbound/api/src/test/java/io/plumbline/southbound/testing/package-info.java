/** What the tests of every module share: conditions that name what is missing, and real switches to test against. */
@NullMarked
package io.plumbline.southbound.testing;

import org.jspecify.annotations.NullMarked;
