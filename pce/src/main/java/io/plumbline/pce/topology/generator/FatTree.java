package io.plumbline.pce.topology.generator;

import io.plumbline.pce.topology.Limits;
import io.plumbline.pce.topology.TeTopology;

/**
 * The k-ary fat-tree of Al-Fares, Loukissas and Vahdat (SIGCOMM 2008, section 3): k pods of k/2 edge and k/2 aggregation switches, (k/2)^2
 * core switches, k/2 hosts at each edge switch; every switch has k ports. Full bisection: any half of the hosts can send to the other
 * half at full rate.
 *
 * @param k ports of a switch, even
 */
public record FatTree(int k) implements Generator {
    public FatTree {
        Limits.check("k", k, 2, 128);
        if (k % 2 != 0) {
            throw new IllegalArgumentException("k: " + k + " given, an even number needed");
        }
    }

    @Override
    public TeTopology topology(Blueprint blueprint) {
        Drawing drawing = new Drawing(blueprint);
        int half = k / 2;
        for (int core = 0; core < half * half; core++) {
            drawing.node(core(core));
        }
        for (int pod = 0; pod < k; pod++) {
            for (int aggregation = 0; aggregation < half; aggregation++) {
                drawing.node(inPod(pod, "agg", aggregation));
                for (int i = 0; i < half; i++) {
                    drawing.link(inPod(pod, "agg", aggregation), core(aggregation * half + i));
                }
            }
            for (int edge = 0; edge < half; edge++) {
                drawing.node(inPod(pod, "edge", edge));
                for (int aggregation = 0; aggregation < half; aggregation++) {
                    drawing.link(inPod(pod, "edge", edge), inPod(pod, "agg", aggregation));
                }
                for (int host = 0; host < half; host++) {
                    drawing.host(inPod(pod, "host", edge * half + host), inPod(pod, "edge", edge));
                }
            }
        }
        return drawing.topology();
    }

    private String core(int number) {
        return "core-" + Drawing.number(number, k * k / 4);
    }

    private String inPod(int pod, String what, int number) {
        int count = what.equals("host") ? k * k / 4 : k / 2;
        return "pod-" + Drawing.number(pod, k) + "-" + what + "-" + Drawing.number(number, count);
    }
}
