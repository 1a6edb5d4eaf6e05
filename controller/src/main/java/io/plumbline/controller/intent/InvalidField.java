package io.plumbline.controller.intent;

/**
 * Why an input cannot be taken: the field, what it may be, and what it was.
 *
 * @param field path of the field as the user knows it, e.g. {@code traffic.rateBitsPerSecond}
 */
public record InvalidField(String field, String limit, String value) {
    @Override
    public String toString() {
        return field + ": must be " + limit + ", was " + value;
    }
}
