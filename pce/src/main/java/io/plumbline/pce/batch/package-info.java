/**
 * Whole sets of requests: how much of them a network can carry at most, where to put them, and whether to take one that comes alone.
 */
@org.jspecify.annotations.NullMarked
package io.plumbline.pce.batch;
