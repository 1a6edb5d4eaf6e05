/**
 * Finds switches, links and hosts: state machines on the core thread. Events and the time go in, {@link
 * io.plumbline.controller.discovery.Effects} come out; no thread, clock or socket.
 */
@org.jspecify.annotations.NullMarked
package io.plumbline.controller.discovery;
