package io.plumbline.controller.journal;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The log files of a journal's folder: what is wrong in them, and the one thing that may be put right by itself, which is the very end. */
final class JournalFolder {
    private static final String LOG = ".log";
    private static final int MOST_NAMED = 20;

    private final Path folder;

    JournalFolder(Path folder) {
        this.folder = folder;
    }

    /** What is wrong, by file, oldest first. An end that nothing follows, in the file or in a later one, is {@code last}. */
    ImmutableSortedMap<Path, WriteAheadLog.Damage> damages() throws IOException {
        List<Path> logs = logs();
        Map<Path, WriteAheadLog.Damage> damages = new LinkedHashMap<>();
        boolean newest = true;
        for (Path log : ImmutableList.copyOf(logs).reverse()) {
            Optional<WriteAheadLog.Damage> found = WriteAheadLog.damage(log);
            if (found.isPresent()) {
                WriteAheadLog.Damage damage = found.get();
                damages.put(
                        log,
                        new WriteAheadLog.Damage(
                                damage.offset(),
                                damage.bytes(),
                                damage.torn() && newest,
                                damage.last() && newest,
                                damage.flows()));
            }
            newest &= Files.size(log) == 0;
        }
        return ImmutableSortedMap.copyOf(damages);
    }

    private List<Path> logs() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + LOG)) {
            return ImmutableSortedSet.copyOf(files)
                    .asList(); // numbers of six digits: the order of names is that of age
        }
    }

    /**
     * Cuts an end that cannot be read, after a copy of it was put aside.
     *
     * @return what was done, in words
     * @throws JournalException DAMAGED, and nothing is touched, when something that can be read follows what cannot
     */
    ImmutableList<String> cutEnd() throws IOException, JournalException {
        ImmutableSortedMap<Path, WriteAheadLog.Damage> damages = damages();
        for (Map.Entry<Path, WriteAheadLog.Damage> found : damages.entrySet()) {
            if (!found.getValue().last()) {
                throw new JournalException(
                        JournalException.Code.DAMAGED,
                        describe(found.getKey(), found.getValue())
                                + "; decisions that can be read follow it. Nothing was changed. Restore a backup, or see"
                                + " what can be saved: plumb journal repair --dry-run " + folder);
            }
        }
        ImmutableList.Builder<String> done = ImmutableList.builder();
        for (Map.Entry<Path, WriteAheadLog.Damage> found : damages.entrySet()) {
            Path aside = cut(found.getKey(), found.getValue().offset());
            done.add(describe(found.getKey(), found.getValue()) + "; cut off, and kept as " + aside);
        }
        return done.build();
    }

    private Path cut(Path log, long offset) throws IOException {
        Path aside = folder.resolveSibling(folder.getFileName() + "-cut");
        Files.createDirectories(aside);
        Path copy = aside.resolve(log.getFileName() + ".from-" + offset);
        try (FileChannel file = FileChannel.open(log, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileChannel kept = FileChannel.open(
                        copy,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            long at = offset;
            while (at < file.size()) {
                at += file.transferTo(at, file.size() - at, kept);
            }
            kept.force(true);
            file.truncate(offset);
            file.force(true);
        }
        return copy;
    }

    /** One thing that is wrong, in words. */
    static String describe(Path log, WriteAheadLog.Damage damage) {
        String what = damage.torn()
                ? "ends within a batch of decisions that was being written, so that nobody was told of them"
                : "holds a batch of decisions that is not as it was written";
        String flows = damage.flows().isEmpty()
                ? ""
                : "; from there on it speaks of "
                        + damage.flows().stream()
                                .limit(MOST_NAMED)
                                .map(flow -> "gf-" + flow)
                                .toList()
                        + (damage.flows().size() > MOST_NAMED
                                ? " and " + (damage.flows().size() - MOST_NAMED) + " more"
                                : "");
        return "%s, byte %d of %d: %s%s".formatted(log, damage.offset(), damage.offset() + damage.bytes(), what, flows);
    }
}
