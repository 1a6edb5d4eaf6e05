package io.plumbline.pce.topology.generator;

import io.plumbline.pce.topology.Limits;
import io.plumbline.pce.topology.TeTopology;

/**
 * The network of an AI cluster: each server has one network card a rail, and in each unit of servers all cards of one rail are at one leaf
 * switch, so that cards of the same rail are two hops apart; spines join all leaves. What a server does inside (from rail to rail over
 * its own fabric) is not part of the network.
 *
 * @param units how many groups of servers
 * @param serversPerUnit how many
 * @param rails network cards of a server, and leaf switches of a unit
 * @param spines how many
 */
public record RailOptimised(int units, int serversPerUnit, int rails, int spines) implements Generator {
    public RailOptimised {
        Limits.check("units", units, 1, 10_000);
        Limits.check("serversPerUnit", serversPerUnit, 1, 10_000);
        Limits.check("rails", rails, 1, 64);
        Limits.check("spines", spines, 1, 10_000);
    }

    @Override
    public TeTopology topology(Blueprint blueprint) {
        Drawing drawing = new Drawing(blueprint);
        for (int spine = 0; spine < spines; spine++) {
            drawing.node("spine-" + Drawing.number(spine, spines));
        }
        for (int unit = 0; unit < units; unit++) {
            for (int rail = 0; rail < rails; rail++) {
                String leaf = "unit-" + Drawing.number(unit, units) + "-rail-" + Drawing.number(rail, rails);
                drawing.node(leaf);
                for (int spine = 0; spine < spines; spine++) {
                    drawing.link(leaf, "spine-" + Drawing.number(spine, spines));
                }
                for (int server = 0; server < serversPerUnit; server++) {
                    drawing.host(card(unit, server, rail), leaf);
                }
            }
        }
        return drawing.topology();
    }

    private String card(int unit, int server, int rail) {
        return "server-" + Drawing.number(unit * serversPerUnit + server, units * serversPerUnit) + "-card-"
                + Drawing.number(rail, rails);
    }
}
