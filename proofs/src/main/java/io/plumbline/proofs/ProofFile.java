package io.plumbline.proofs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A file that can be proven: what it claims stands or falls with the numbers in it. It is one JSON object, the first member of which,
 * {@code format}, says what the others are. A format that changes gets another name.
 */
public sealed interface ProofFile permits CertificateFile, LedgerFile {
    /** Proves everything anew. */
    Verdict verify();

    /** Writes the JSON of it, UTF-8, indented: a person with curl is a reader too. The stream is flushed, not closed. */
    default void write(OutputStream out) throws IOException {
        JsonGenerator json = new JsonFactory().createGenerator(out);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.setPrettyPrinter(new DefaultPrettyPrinter());
        json.writeStartObject();
        switch (this) {
            case LedgerFile ledger -> {
                json.writeStringField("format", LedgerFile.FORMAT);
                LedgerFile.CONTENT.writeMembers(json, LedgerFile.Content.of(ledger));
            }
            case CertificateFile certificate -> {
                json.writeStringField("format", CertificateFile.FORMAT);
                CertificateFile.CONTENT.writeMembers(json, certificate);
            }
        }
        json.writeEndObject();
        json.writeRaw('\n');
        json.close();
    }

    /**
     * Reads either kind. The stream is not closed.
     *
     * @throws IOException when the stream fails
     * @throws ProofFormatException when it is anything else than what {@link #write} makes
     */
    static ProofFile read(InputStream utf8) throws IOException, ProofFormatException {
        StrictParser in = new StrictParser(utf8);
        in.next();
        in.expect(JsonToken.START_OBJECT, "an object");
        String formats = LedgerFile.FORMAT + " or " + CertificateFile.FORMAT;
        if (!"format".equals(in.nextMember())) {
            throw in.at("/format", "missing as the first member", formats, "");
        }
        in.next();
        ProofFile file = switch (in.text()) {
            case LedgerFile.FORMAT -> LedgerFile.of(LedgerFile.CONTENT.readMembers(in));
            case CertificateFile.FORMAT -> CertificateFile.CONTENT.readMembers(in);
            default -> throw in.wrong("unknown format", formats);
        };
        in.end();
        return file;
    }
}
