package io.plumbline.bench.report;

/**
 * One figure.
 *
 * @param block what kind of measurement, e.g. {@code setup}
 * @param instance on what, e.g. {@code five switches}
 * @param engine of whom, e.g. {@code plumbline}
 * @param metric e.g. {@code install p50}
 * @param unit of the value, e.g. {@code us}
 */
public record Row(String block, String instance, String engine, String metric, double value, String unit) {}
