/** What one switch holds and what it does to a frame: tables, rules, meters and groups, as OpenFlow 1.3 and Open vSwitch mean them. */
@org.jspecify.annotations.NullMarked
package io.plumbline.southbound.simulated.pipeline;
