package io.plumbline.controller.inventory;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads GraphML (Brandes et al. 2002) as the Internet Topology Zoo writes it (Knight et al. 2011): of a node its label, Latitude and
 * Longitude, of an edge its LinkSpeedRaw in bit/s. Anything else that is known to GraphML and would change what the graph is (nested
 * graphs, ports, hyperedges) is refused; data of other tools is passed over.
 */
public final class GraphMl {
    private static final int MAX_BYTES = 64 << 20;

    private final XmlSource xml;
    private final MapBuilder map;
    /** Names of data by key id. */
    private final Map<String, String> keys = new HashMap<>();

    private GraphMl(String fileName, byte[] bytes, Assumptions assumptions) throws InventoryException {
        xml = new XmlSource(fileName, bytes);
        map = new MapBuilder(fileName, assumptions);
    }

    /** Reads a file. */
    public static NetworkMap load(Path path, Assumptions assumptions) throws InventoryException {
        TextFile file = TextFile.read(path, MAX_BYTES);
        return parse(file.name(), file.bytes(), assumptions);
    }

    /** Reads bytes in whatever encoding they declare; {@code fileName} is for messages and the name of the map. */
    public static NetworkMap parse(String fileName, byte[] bytes, Assumptions assumptions) throws InventoryException {
        GraphMl graphMl = new GraphMl(fileName, bytes, assumptions);
        graphMl.document();
        return graphMl.map.build();
    }

    private void document() throws InventoryException {
        String root = xml.root();
        if (!root.equals("graphml")) {
            throw xml.wrong("root element", "not GraphML", "graphml", root);
        }
        boolean found = false;
        for (Optional<String> child = xml.child(); child.isPresent(); child = xml.child()) {
            switch (child.get()) {
                case "key" -> key();
                case "graph" -> {
                    if (found) {
                        throw xml.wrong("graph", "a second graph", "one graph a file", "<graph");
                    }
                    found = true;
                    graph();
                }
                case "data", "desc" -> xml.skip();
                default -> throw unknown("graphml", child.get(), "key, graph, data, desc");
            }
        }
        if (!found) {
            throw xml.wrong("graph", "no graph", "one graph a file", "nothing");
        }
        xml.end();
    }

    private InventoryException unknown(String parent, String element, String known) {
        return xml.wrong(parent, "an element that is not understood here", known, "<" + element);
    }

    private void key() throws InventoryException {
        String id = xml.required("key", "id");
        String name = xml.attribute("attr.name").orElse("");
        if (keys.putIfAbsent(id, name) != null) {
            throw xml.wrong("key id", "a key with this id stands above", "each id once", id);
        }
        xml.skip();
    }

    private void graph() throws InventoryException {
        boolean directed = direction("edgedefault", xml.required("graph", "edgedefault"), "directed", "undirected");
        for (Optional<String> child = xml.child(); child.isPresent(); child = xml.child()) {
            switch (child.get()) {
                case "node" -> node();
                case "edge" -> edge(directed);
                case "data", "desc" -> xml.skip();
                default -> throw unknown("graph", child.get(), "node, edge, data, desc");
            }
        }
    }

    private boolean direction(String field, String value, String yes, String no) throws InventoryException {
        if (!value.equals(yes) && !value.equals(no)) {
            throw xml.wrong(field, "neither " + yes + " nor " + no, yes + " or " + no, value);
        }
        return value.equals(yes);
    }

    private void node() throws InventoryException {
        int line = xml.line();
        String id = xml.required("node", "id");
        Map<String, String> data = data("node");
        String latitude = data.get("Latitude");
        String longitude = data.get("Longitude");
        if ((latitude == null) != (longitude == null)) {
            String missing = latitude == null ? "Latitude" : "Longitude";
            throw map.wrong(line, "node " + id, missing + " is missing", "both or neither", "one of two");
        }
        Optional<Position> position = latitude == null || longitude == null
                ? Optional.empty()
                : Optional.of(map.position(line, latitude, longitude));
        map.site(line, id, data.getOrDefault("label", id), position);
    }

    private void edge(boolean directedOtherwise) throws InventoryException {
        int line = xml.line();
        String source = xml.required("edge", "source");
        String target = xml.required("edge", "target");
        Optional<String> own = xml.attribute("directed");
        boolean directed = own.isPresent() ? direction("directed", own.get(), "true", "false") : directedOtherwise;
        for (String port : new String[] {"sourceport", "targetport"}) {
            if (xml.attribute(port).isPresent()) {
                throw xml.wrong("edge", "ports are not understood", "no " + port, port);
            }
        }
        String speed = data("edge").get("LinkSpeedRaw");
        OptionalLong capacity =
                speed == null ? OptionalLong.empty() : OptionalLong.of(map.capacity(line, "LinkSpeedRaw", speed, 1));
        map.cable(line, source, target, directed, capacity, false, OptionalLong.empty());
    }

    /** Data of the element that is open, by name; closes it. */
    private Map<String, String> data(String element) throws InventoryException {
        Map<String, String> data = new HashMap<>();
        for (Optional<String> child = xml.child(); child.isPresent(); child = xml.child()) {
            switch (child.get()) {
                case "data" -> {
                    String key = xml.required("data", "key");
                    String name = keys.get(key);
                    if (name == null) {
                        throw xml.wrong("data key", "no key with this id stands above", "ids of keys", key);
                    }
                    if (data.putIfAbsent(name, xml.text()) != null && !name.isEmpty()) {
                        throw xml.wrong("data " + name, "it stands here twice", "each once", key);
                    }
                }
                case "desc" -> xml.skip();
                default -> throw unknown(element, child.get(), "data, desc");
            }
        }
        return data;
    }
}
