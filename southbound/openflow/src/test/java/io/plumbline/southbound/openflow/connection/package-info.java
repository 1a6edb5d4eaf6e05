@org.jspecify.annotations.NullMarked
package io.plumbline.southbound.openflow.connection;
