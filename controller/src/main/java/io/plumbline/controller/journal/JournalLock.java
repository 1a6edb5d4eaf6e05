package io.plumbline.controller.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a journal's folder for one process, from before its files are looked at until they are closed: what is being written by another
 * controller looks torn, and must not be mended.
 */
final class JournalLock implements AutoCloseable {
    private static final String OURS = "plumbline.lock";

    /** RocksDB's own; held by a controller that does not know ours. */
    private static final String DATABASE = "LOCK";

    private final FileChannel channel;

    private JournalLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws JournalException LOCKED when another process, or another part of this one, has it; IO */
    static JournalLock take(Path folder) throws JournalException {
        FileChannel channel = hold(folder, folder.resolve(OURS));
        Path database = folder.resolve(DATABASE);
        if (Files.exists(database)) {
            try {
                close(hold(folder, database));
            } catch (JournalException inUse) {
                close(channel);
                throw inUse;
            }
        }
        return new JournalLock(channel);
    }

    private static FileChannel hold(Path folder, Path file) throws JournalException {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException ignored) {
            // by another part of this process
        } catch (IOException cannot) {
            close(channel);
            throw new JournalException(
                    JournalException.Code.IO, file + " cannot be locked: " + cannot.getMessage(), cannot);
        }
        close(channel);
        throw new JournalException(JournalException.Code.LOCKED, folder + " is in use by another controller");
    }

    private static void close(@Nullable FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException ignored) {
                // the lock ends with the process at the latest
            }
        }
    }

    @Override
    public void close() {
        close(channel);
    }
}
