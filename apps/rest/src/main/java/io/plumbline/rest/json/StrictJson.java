package io.plumbline.rest.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plumbline.controller.intent.InvalidField;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Parses one JSON object (RFC 8259) as a person would want it checked: UTF-8, nothing after it, no name twice, nested no deeper than
 * any request of ours. Numbers keep their digits, so that a huge one is reported, not rounded.
 */
public final class StrictJson {
    private static final int DEEPEST = 16;
    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_NUMBER = 1_000;
    private static final int LONGEST_TEXT = 8_192;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxNameLength(LONGEST_NAME)
                            .maxNumberLength(LONGEST_NUMBER)
                            .maxStringLength(LONGEST_TEXT)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private StrictJson() {}

    /** The object that the bytes hold. */
    public static ObjectNode object(byte[] utf8) throws InvalidInputException {
        JsonNode node = parse(decode(utf8));
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new InvalidInputException(
                new InvalidField("", "a JSON object", node.isMissingNode() ? "empty" : Members.shown(node)));
    }

    private static JsonNode parse(String text) throws InvalidInputException {
        try (JsonParser parser = MAPPER.createParser(text)) {
            try {
                JsonNode node = MAPPER.readTree(parser);
                if (parser.nextToken() != null) {
                    throw malformed("something follows the object", parser.currentTokenLocation());
                }
                return node == null ? MAPPER.missingNode() : node;
            } catch (NumberFormatException number) {
                throw malformed("a number with too large an exponent", parser.currentTokenLocation());
            }
        } catch (JsonProcessingException malformed) {
            throw malformed(withoutSource(malformed.getOriginalMessage()), malformed.getLocation());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static String decode(byte[] utf8) throws InvalidInputException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw new InvalidInputException(new InvalidField("", "UTF-8 text", "bytes that are not UTF-8"));
        }
    }

    private static InvalidInputException malformed(String why, @Nullable JsonLocation at) {
        int line = at == null ? 1 : Math.max(1, at.getLineNr());
        int column = at == null ? 1 : Math.max(1, at.getColumnNr());
        return new InvalidInputException(
                new InvalidField(
                        "", "well-formed JSON", "line " + line + ", column " + column + ": " + Members.cut(why, 200)),
                line,
                column);
    }

    /** Jackson's first line, without the name of its method that sets a limit. */
    private static String withoutSource(String message) {
        return message.lines().findFirst().orElse("not JSON").replaceAll(", from `[^`]*`|\\(from `[^`]*`\\)", "");
    }
}
