/** HTTP: routes, waiting, limits. Maps the wire format to {@code GuaranteedFlow} and back. */
@NullMarked
package io.plumbline.rest;

import org.jspecify.annotations.NullMarked;
