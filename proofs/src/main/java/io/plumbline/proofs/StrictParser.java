package io.plumbline.proofs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one JSON text (RFC 8259) from an untrusted file: UTF-8, of limited size. Every error says where it is. How deep the text
 * nests is limited by what reads it, which goes no deeper than the records that it knows.
 */
final class StrictParser {
    /** 1 GiB: some 300,000 reservations. */
    static final long LARGEST_FILE_BYTES = 1L << 30;

    static final int LONGEST_TEXT = 4_096;

    private static final int LONGEST_LONG = Long.toString(Long.MIN_VALUE).length();

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(LARGEST_FILE_BYTES)
                    .maxNameLength(LONGEST_TEXT)
                    .maxStringLength(LONGEST_TEXT)
                    .build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .build();

    private final JsonParser json;

    /** The stream is not closed here. */
    StrictParser(InputStream utf8) throws IOException {
        json = JSON.createParser(utf8);
    }

    /** The token that was read last; null before the first and after the last. */
    @Nullable
    JsonToken token() {
        return json.currentToken();
    }

    /** Reads one token; null at the end. */
    @Nullable
    JsonToken next() throws IOException, ProofFormatException {
        try {
            return json.nextToken();
        } catch (JsonProcessingException malformed) {
            throw malformed(malformed);
        }
    }

    /** The current token must be this one. */
    void expect(JsonToken token, String what) throws IOException, ProofFormatException {
        if (token() != token) {
            throw wrong("not " + what, what);
        }
    }

    /** The name of the member that comes next, its value being the current token then; null at the end of the object. */
    @Nullable
    String nextMember() throws IOException, ProofFormatException {
        return next() == JsonToken.FIELD_NAME ? json.currentName() : null;
    }

    String text() throws IOException, ProofFormatException {
        expect(JsonToken.VALUE_STRING, "a text");
        try {
            return json.getText();
        } catch (JsonProcessingException malformed) {
            throw malformed(malformed);
        }
    }

    /** A whole number, written without fraction and exponent. */
    long whole(long least, long most) throws IOException, ProofFormatException {
        String limit = "a whole number from " + least + " to " + most;
        if (token() != JsonToken.VALUE_NUMBER_INT) {
            throw wrong("not a whole number", limit);
        }
        if (json.getTextLength() <= LONGEST_LONG) {
            try {
                long value = Long.parseLong(json.getText());
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (NumberFormatException tooLarge) {
                // Said below.
            }
        }
        throw wrong("out of range", limit);
    }

    /** Nothing may follow. */
    void end() throws IOException, ProofFormatException {
        if (next() != null) {
            throw new ProofFormatException(
                    "", place(json.currentTokenLocation()), "something follows", "nothing", shown());
        }
    }

    /** The current token is not what it has to be. */
    ProofFormatException wrong(String problem, String limit) throws IOException, ProofFormatException {
        return at(pointer(), problem, limit, shown());
    }

    /** Something about what was read last, or is missing beside it. */
    ProofFormatException at(String pointer, String problem, String limit, String value) {
        return new ProofFormatException(pointer, place(json.currentTokenLocation()), problem, limit, value);
    }

    /** Of the current token; of an object or array, when it has been read as well. */
    String pointer() {
        return json.getParsingContext().pathAsPointer().toString();
    }

    private String shown() throws IOException, ProofFormatException {
        JsonToken token = token();
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> '"' + text() + '"';
            default -> json.getText();
        };
    }

    private ProofFormatException malformed(JsonProcessingException malformed) {
        // Jackson's first line, without the names of what sets a limit or lifts it.
        String why = malformed
                .getOriginalMessage()
                .lines()
                .findFirst()
                .orElse("")
                .replaceAll(", from `[^`]*`|: enable `[^`]*` to allow", "");
        return new ProofFormatException(pointer(), place(malformed.getLocation()), "not JSON: " + why, "", "");
    }

    private static String place(@Nullable JsonLocation at) {
        return at == null ? "" : "line " + at.getLineNr() + ", column " + Math.max(1, at.getColumnNr());
    }
}
