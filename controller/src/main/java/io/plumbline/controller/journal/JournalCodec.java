package io.plumbline.controller.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.guava.GuavaModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;

/** Journal entries as bytes: JSON, so that a person can read a journal at 3 a.m. */
final class JournalCodec {
    /** Version of what an entry looks like; written beside the entries, and refused when it is newer than this. */
    static final int FORMAT = 2;

    private final ObjectMapper json = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .addModule(new GuavaModule())
            .addModule(new WrittenBefore())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    /** @throws JournalException NEWER_FORMAT */
    static void checkFormat(byte[] found) throws JournalException {
        if (found.length != 1 || found[0] > FORMAT) {
            throw new JournalException(
                    JournalException.Code.NEWER_FORMAT,
                    "the journal was written by a newer version: format " + (found.length == 1 ? found[0] : "?")
                            + ", this version reads up to " + FORMAT);
        }
    }

    byte[] encode(JournalEntry entry) {
        try {
            return json.writeValueAsBytes(entry);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("journal entry of flow " + entry.flow(), impossible);
        }
    }

    JournalEntry decode(byte[] bytes, long sequence) throws JournalException {
        try {
            return json.readValue(bytes, JournalEntry.class);
        } catch (IOException unreadable) {
            throw new JournalException(
                    JournalException.Code.DAMAGED,
                    "journal entry " + sequence + " cannot be read: " + unreadable.getMessage(),
                    unreadable);
        }
    }
}
