/**
 * The whole system in one thread and virtual time: tenants ask, switches, links, the disk and the controller fail, and an auditor looks
 * after every step. One seed, one history.
 */
@org.jspecify.annotations.NullMarked
package io.plumbline.simulation;
