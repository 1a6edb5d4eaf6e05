package io.plumbline.controller.inventory;

import com.google.common.collect.ImmutableSortedSet;
import java.util.Optional;
import java.util.regex.Pattern;

/** The forms of names and tags in network.yaml. */
final class TextForms {
    static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,62}");
    static final String NAME_FORM = "a letter, then up to 62 letters, digits, '.', '_' or '-'";

    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,62}");
    private static final String TAG_FORM = "1 to 63 letters, digits, '.', '_', ':' or '-'";
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
    private static final String COUNTRY_FORM = "an ISO 3166 code of two capital letters";
    private static final int MAX_TAGS = 64;

    private TextForms() {}

    static ImmutableSortedSet<String> tags(YamlMapping mapping, String key, ImmutableSortedSet<String> otherwise)
            throws InventoryException {
        Optional<YamlField> member = mapping.member(key);
        if (member.isEmpty()) {
            return otherwise;
        }
        ImmutableSortedSet.Builder<String> tags = ImmutableSortedSet.naturalOrder();
        for (YamlField item : member.get().items(MAX_TAGS)) {
            tags.add(item.text(TAG, TAG_FORM));
        }
        return tags.build();
    }

    static Optional<String> country(YamlMapping mapping, Optional<String> otherwise) throws InventoryException {
        Optional<YamlField> member = mapping.member("country");
        return member.isEmpty() ? otherwise : Optional.of(member.get().text(COUNTRY, COUNTRY_FORM));
    }
}
