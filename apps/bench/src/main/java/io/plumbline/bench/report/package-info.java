/** What a benchmark says: figures, goals, and the machine they are from; as tables for people and rows for programs. */
@NullMarked
package io.plumbline.bench.report;

import org.jspecify.annotations.NullMarked;
