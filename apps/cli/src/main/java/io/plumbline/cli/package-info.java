/** Subcommands of {@code plumb} that need no server. */
@org.jspecify.annotations.NullMarked
package io.plumbline.cli;
