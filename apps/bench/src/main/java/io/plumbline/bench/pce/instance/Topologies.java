package io.plumbline.bench.pce.instance;

import com.google.common.collect.ImmutableList;
import io.plumbline.bench.Bench;
import io.plumbline.controller.inventory.Assumptions;
import io.plumbline.controller.inventory.GraphMl;
import io.plumbline.controller.inventory.InventoryException;
import io.plumbline.controller.inventory.NetworkMap;
import io.plumbline.controller.inventory.NormTopology;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The topologies of a folder: its {@code *.graphml} and {@code *.topo} (norm) files. Of the folder of the bars, a block takes those that
 * its bars name; of one that was asked for, all.
 */
public final class Topologies {
    private static final String GRAPHML = ".graphml";
    private static final String NORM = ".topo";

    private final Path folder;
    private final ImmutableList<NetworkMap> asked;

    private Topologies(Path folder, ImmutableList<NetworkMap> asked) {
        this.folder = folder;
        this.asked = asked;
    }

    /** All of a folder, read at once, so that a bad file is known before anything is measured. */
    public static Topologies in(Path folder) throws InventoryException, IOException {
        ImmutableList.Builder<NetworkMap> maps = ImmutableList.builder();
        for (Path file : files(folder)) {
            maps.add(load(file));
        }
        ImmutableList<NetworkMap> all = maps.build();
        if (all.isEmpty()) {
            throw new InventoryException(
                    folder.toString(), 0, "", "no topology in this folder", "*" + GRAPHML + " or *" + NORM, "");
        }
        return new Topologies(folder, all);
    }

    /** Those that the bars name, from the folder of the property {@code plumbline.data}, else from {@code ../shared/data}. */
    public static Topologies ofTheBars() {
        String named = System.getProperty("plumbline.data", "");
        Path data = named.isEmpty() ? besideTheCheckout() : Path.of(named);
        return new Topologies(data.resolve("norm"), ImmutableList.of());
    }

    private static Path besideTheCheckout() {
        try {
            Path jar = Path.of(Bench.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return jar.resolve("../../../../../shared/data").normalize();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file ->
                            file.toString().endsWith(GRAPHML) || file.toString().endsWith(NORM))
                    .sorted()
                    .toList();
        }
    }

    private static NetworkMap load(Path file) throws InventoryException {
        return file.toString().endsWith(GRAPHML)
                ? GraphMl.load(file, Assumptions.USUAL)
                : NormTopology.load(file, Assumptions.USUAL);
    }

    /** Whether a folder was asked for: then blocks measure what is in it, whatever their bars name. */
    public boolean areAsked() {
        return !asked.isEmpty();
    }

    /** All that were asked for, or else the named ones. */
    public List<NetworkMap> maps(String... names) throws InventoryException {
        if (areAsked()) {
            return asked;
        }
        ImmutableList.Builder<NetworkMap> maps = ImmutableList.builder();
        for (String name : names) {
            maps.add(load(folder.resolve(name + NORM)));
        }
        return maps.build();
    }

    /** Where demands and the like of a topology would be. */
    public Path beside(String fileName) {
        return folder.resolve(fileName);
    }
}
