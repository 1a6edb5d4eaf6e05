/** What a benchmark measures against: private namespaces, real switches and the shipped controller as processes of its own. */
@NullMarked
package io.plumbline.bench.lab;

import org.jspecify.annotations.NullMarked;
