package io.plumbline.pce.topology.generator;

import io.plumbline.pce.topology.Limits;
import io.plumbline.pce.topology.TeTopology;

/**
 * Two tiers: every leaf is linked to every spine, hosts are at the leaves (a folded Clos network; RFC 7938, section 3.2).
 *
 * @param leaves how many
 * @param spines how many
 * @param hostsPerLeaf how many
 * @param parallel links between one leaf and one spine
 */
public record LeafSpine(int leaves, int spines, int hostsPerLeaf, int parallel) implements Generator {
    public LeafSpine {
        Limits.check("leaves", leaves, 1, 10_000);
        Limits.check("spines", spines, 1, 10_000);
        Limits.check("hostsPerLeaf", hostsPerLeaf, 0, 10_000);
        Limits.check("parallel", parallel, 1, 64);
    }

    @Override
    public TeTopology topology(Blueprint blueprint) {
        Drawing drawing = new Drawing(blueprint);
        for (int spine = 0; spine < spines; spine++) {
            drawing.node("spine-" + Drawing.number(spine, spines));
        }
        for (int i = 0; i < leaves; i++) {
            String leaf = "leaf-" + Drawing.number(i, leaves);
            drawing.node(leaf);
            for (int spine = 0; spine < spines; spine++) {
                for (int link = 0; link < parallel; link++) {
                    drawing.link(leaf, "spine-" + Drawing.number(spine, spines));
                }
            }
            for (int host = 0; host < hostsPerLeaf; host++) {
                drawing.host(leaf + "-host-" + Drawing.number(host, hostsPerLeaf), leaf);
            }
        }
        return drawing.topology();
    }
}
