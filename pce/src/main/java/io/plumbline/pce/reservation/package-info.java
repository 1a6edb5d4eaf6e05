/** What is booked: every (link, class, time), label, meter and table entry. */
@org.jspecify.annotations.NullMarked
package io.plumbline.pce.reservation;
