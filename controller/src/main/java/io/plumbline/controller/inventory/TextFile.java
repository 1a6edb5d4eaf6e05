package io.plumbline.controller.inventory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file as it stands on disk, up to a limit. */
record TextFile(String name, byte[] bytes) {

    static TextFile read(Path path, int maxBytes) throws InventoryException {
        String name = String.valueOf(path.getFileName());
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw new InventoryException(name, 0, "", "the file is too large", maxBytes + " bytes", "more");
            }
            return new TextFile(name, bytes);
        } catch (IOException e) {
            throw new InventoryException(path.toString(), 0, "", "cannot be read: " + e, "a readable file", "");
        }
    }

    String utf8() throws InventoryException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InventoryException(name, 0, "", "the file is not UTF-8", "", "");
        }
    }
}
