package io.plumbline.bench.report;

import java.time.Duration;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/** Durations of one kind, kept to three digits. For one thread. */
public final class Latencies {

    private static final long LONGEST_NANOS = Duration.ofMinutes(2).toNanos();
    private static final double NANOS_PER_MICROSECOND = 1e3;

    private final Histogram histogram = new Histogram(LONGEST_NANOS, 3);

    /** Adds one; below zero counts as zero, above two minutes as two minutes. */
    public void record(long nanos) {
        histogram.recordValue(Math.clamp(nanos, 0, LONGEST_NANOS));
    }

    /** Adds all of another's. */
    public void addAll(Latencies others) {
        histogram.add(others.histogram);
    }

    public void clear() {
        histogram.reset();
    }

    public long count() {
        return histogram.getTotalCount();
    }

    /** The least duration that {@code percent} of all do not exceed; 0 when there is none. */
    public double microsecondsAt(double percent) {
        return histogram.getValueAtPercentile(percent) / NANOS_PER_MICROSECOND;
    }

    public double maximumMicroseconds() {
        return histogram.getMaxValue() / NANOS_PER_MICROSECOND;
    }

    /** Hands over p50, p99 and max as rows. */
    public void rows(String block, String instance, String engine, String metric, Consumer<Row> to) {
        to.accept(new Row(block, instance, engine, metric + " p50", microsecondsAt(50), "us"));
        to.accept(new Row(block, instance, engine, metric + " p99", microsecondsAt(99), "us"));
        to.accept(new Row(block, instance, engine, metric + " max", maximumMicroseconds(), "us"));
    }
}
