/** The shapes that go over the wire, and how the controller's values map to them. Their member names are the public API. */
@NullMarked
package io.plumbline.rest.wire;

import org.jspecify.annotations.NullMarked;
