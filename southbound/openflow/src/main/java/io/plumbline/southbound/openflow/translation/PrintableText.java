package io.plumbline.southbound.openflow.translation;

/** Text that a switch says of itself, made harmless: printable ASCII only, at most 256 characters. */
public final class PrintableText {
    private static final int MAX = 256;

    private PrintableText() {}

    public static String cut(String text) {
        StringBuilder clean = new StringBuilder();
        for (int i = 0; i < text.length() && clean.length() < MAX; i++) {
            char c = text.charAt(i);
            clean.append(c >= ' ' && c <= '~' ? c : '?');
        }
        return clean.toString();
    }
}
