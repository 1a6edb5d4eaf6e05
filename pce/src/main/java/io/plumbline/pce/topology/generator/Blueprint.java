package io.plumbline.pce.topology.generator;

import io.plumbline.pce.topology.LinkTemplate;
import io.plumbline.pce.topology.NodeTemplate;
import io.plumbline.pce.topology.TeNode;

/**
 * The constants with which a shape becomes a topology.
 *
 * @param node of every switch
 * @param link of every link between switches
 * @param access of every link to a host
 * @param capacityBitsPerSecond of every link, each direction
 * @param propagationNanos of every link whose length the shape does not say
 * @param hostKind {@code TERMINATION_POINT}: traffic enters at the host's switch, and one link leads to the host, as in a network that the
 *     controller runs; {@code SWITCH}: the host polices and labels by itself (a switch in the server or its network card), and links lead
 *     both ways
 */
public record Blueprint(
        NodeTemplate node,
        LinkTemplate link,
        LinkTemplate access,
        long capacityBitsPerSecond,
        long propagationNanos,
        TeNode.Kind hostKind) {}
