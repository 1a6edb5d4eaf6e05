package io.plumbline.server;

import com.google.common.collect.ImmutableList;
import io.plumbline.rest.RestPreload;
import org.rocksdb.RocksDB;

/** Loads what is slow to load while the first thread reads files, so that the start takes as long as the slowest part alone. */
final class Preload {
    private static final ImmutableList<Runnable> SLOW = ImmutableList.of(RocksDB::loadLibrary, new RestPreload());

    private Preload() {}

    static void begin() {
        for (Runnable slow : SLOW) {
            Thread.ofPlatform().daemon().name("preload").start(slow);
        }
    }
}
