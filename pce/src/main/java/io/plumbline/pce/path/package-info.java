/** What is asked for, and the search for a path and classes that give it. */
@org.jspecify.annotations.NullMarked
package io.plumbline.pce.path;
