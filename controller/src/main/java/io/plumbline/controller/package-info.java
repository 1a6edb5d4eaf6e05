/** The core: one event in, decisions out. */
@org.jspecify.annotations.NullMarked
package io.plumbline.controller;
