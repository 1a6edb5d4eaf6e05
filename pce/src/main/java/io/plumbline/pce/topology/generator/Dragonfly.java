package io.plumbline.pce.topology.generator;

import io.plumbline.pce.topology.Limits;
import io.plumbline.pce.topology.TeTopology;

/**
 * The dragonfly of Kim, Dally, Scott and Abts (ISCA 2008, section 3): groups of routers that are fully connected, and groups that are
 * fully connected over global links; any two routers are at most local, global, local apart. Every pair of groups gets the same
 * number of global links, {@code a h / (g - 1)} rounded down; global ports that are left over stay unused.
 *
 * @param a routers of a group
 * @param g groups, at most {@code a h + 1}
 * @param h global links of a router
 * @param hosts of a router
 */
public record Dragonfly(int a, int g, int h, int hosts) implements Generator {
    public Dragonfly {
        Limits.check("a", a, 1, 1_000);
        Limits.check("h", h, 1, 1_000);
        Limits.check("g", g, 2, (long) a * h + 1);
        Limits.check("hosts", hosts, 0, 1_000);
    }

    @Override
    public TeTopology topology(Blueprint blueprint) {
        Drawing drawing = new Drawing(blueprint);
        for (int group = 0; group < g; group++) {
            for (int i = 0; i < a; i++) {
                drawing.node(router(group, i));
                for (int host = 0; host < hosts; host++) {
                    drawing.host(router(group, i) + "-host-" + Drawing.number(host, hosts), router(group, i));
                }
                for (int before = 0; before < i; before++) {
                    drawing.link(router(group, before), router(group, i));
                }
            }
        }
        int linksOfAPair = a * h / (g - 1);
        for (int one = 0; one < g; one++) {
            for (int other = one + 1; other < g; other++) {
                for (int link = 0; link < linksOfAPair; link++) {
                    drawing.link(atPort(one, port(link, one, other)), atPort(other, port(link, other, one)));
                }
            }
        }
        return drawing.topology();
    }

    /** Of the a h global ports of a group: each other group in turn, once for every link of a pair. */
    private int port(int link, int group, int other) {
        return link * (g - 1) + (other > group ? other - 1 : other);
    }

    private String atPort(int group, int port) {
        return router(group, port / h);
    }

    private String router(int group, int number) {
        return "group-" + Drawing.number(group, g) + "-router-" + Drawing.number(number, a);
    }
}
