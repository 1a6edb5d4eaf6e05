/** What is measured on: topologies as arrays, and requests, drawn from a seed or read from a file. */
@NullMarked
package io.plumbline.bench.pce.instance;

import org.jspecify.annotations.NullMarked;
