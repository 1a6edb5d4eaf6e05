package io.plumbline.controller.inventory;

import java.io.ByteArrayInputStream;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * XML of an untrusted file, element by element. A document type is refused before anything of it is read, so that no entity can grow, and
 * nothing outside the file is ever opened; elements may not be nested deeper than any format that we read needs.
 */
final class XmlSource {
    private static final int MAX_DEPTH = 32;

    private final String file;
    private final XMLStreamReader reader;
    private int depth;

    XmlSource(String file, byte[] bytes) throws InventoryException {
        this.file = file;
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        // Without one, the JDK prints to standard error what it throws as well.
        factory.setXMLReporter((message, type, information, location) -> {});
        try {
            reader = factory.createXMLStreamReader(new ByteArrayInputStream(bytes));
        } catch (XMLStreamException e) {
            throw new InventoryException(file, 1, "", "not XML: " + firstLine(e), "", "");
        }
    }

    /** Where the last event ended. */
    int line() {
        return Math.max(0, reader.getLocation().getLineNumber());
    }

    InventoryException wrong(String field, String problem, String limit, String value) {
        return new InventoryException(file, line(), field, problem, limit, value);
    }

    /** The name of the root element. */
    String root() throws InventoryException {
        while (next() != XMLStreamConstants.START_ELEMENT) {
            // what precedes the root element
        }
        return reader.getLocalName();
    }

    /** The name of the next child of the element that is open; empty when it closes. Text between is passed over. */
    Optional<String> child() throws InventoryException {
        while (true) {
            switch (next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    return Optional.of(reader.getLocalName());
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    return Optional.empty();
                }
                default -> {}
            }
        }
    }

    /** The text of the element that is open, without that of its children; closes it. */
    String text() throws InventoryException {
        StringBuilder text = new StringBuilder();
        while (true) {
            switch (next()) {
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(reader.getText());
                case XMLStreamConstants.START_ELEMENT -> skip();
                case XMLStreamConstants.END_ELEMENT -> {
                    return text.toString().strip();
                }
                default -> {}
            }
        }
    }

    /** Passes over the element that is open. */
    void skip() throws InventoryException {
        int outside = depth - 1;
        while (depth > outside) {
            next();
        }
    }

    Optional<String> attribute(String name) {
        return Optional.ofNullable(reader.getAttributeValue(null, name));
    }

    String required(String element, String name) throws InventoryException {
        Optional<String> value = attribute(name);
        if (value.isEmpty()) {
            throw wrong(element, "the attribute " + name + " is missing", name, "nothing");
        }
        return value.get();
    }

    /** Reads on to the end, which must come without another element. */
    void end() throws InventoryException {
        while (next() != XMLStreamConstants.END_DOCUMENT) {
            // comments and the like
        }
    }

    private int next() throws InventoryException {
        int event = event();
        if (event == XMLStreamConstants.DTD) {
            throw wrong("", "a document type", "none", "<!DOCTYPE");
        } else if (event == XMLStreamConstants.START_ELEMENT) {
            depth++;
            if (depth > MAX_DEPTH) {
                throw wrong(reader.getLocalName(), "nested too deep", "at most " + MAX_DEPTH, "deeper");
            }
        } else if (event == XMLStreamConstants.END_ELEMENT) {
            depth--;
        }
        return event;
    }

    /** The JDK's reader reports some malformed input by exceptions of its own kind that nobody declares. */
    private int event() throws InventoryException {
        try {
            return reader.next();
        } catch (XMLStreamException | RuntimeException e) {
            throw new InventoryException(file, line(), "", "not XML: " + firstLine(e), "", "");
        }
    }

    /** The JDK puts the place on the first line of its message and what is wrong on the second. */
    private static String firstLine(Exception e) {
        String message = String.valueOf(e.getMessage());
        String said = message.lines()
                .filter(line -> !line.startsWith("ParseError at"))
                .findFirst()
                .orElse("unreadable");
        return said.startsWith("Message: ") ? said.substring("Message: ".length()) : said;
    }
}
