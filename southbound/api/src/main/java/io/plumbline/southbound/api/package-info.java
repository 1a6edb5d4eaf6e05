/** What a switch is to the controller: its program, its events and its limits, in the vocabulary of ONOS. */
@org.jspecify.annotations.NullMarked
package io.plumbline.southbound.api;
