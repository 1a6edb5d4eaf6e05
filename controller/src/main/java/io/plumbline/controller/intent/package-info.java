/** What is asked, and the life cycle of what was asked. */
@org.jspecify.annotations.NullMarked
package io.plumbline.controller.intent;
