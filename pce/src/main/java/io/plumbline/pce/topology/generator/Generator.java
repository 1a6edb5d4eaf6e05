package io.plumbline.pce.topology.generator;

import io.plumbline.pce.topology.TeTopology;

/** A shape; the same shape and blueprint give the same topology on any machine. */
public sealed interface Generator permits FatTree, LeafSpine, RailOptimised, Dragonfly, GeometricRandom {
    /** Version 1 of a connected topology. Numbers in ids are padded, so that the order of ids is the order of numbers. */
    TeTopology topology(Blueprint blueprint);
}
