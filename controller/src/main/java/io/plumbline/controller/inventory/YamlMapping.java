package io.plumbline.controller.inventory;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The members of one YAML mapping, by key. */
record YamlMapping(YamlField self, Map<String, YamlField> members) {

    Optional<YamlField> member(String key) {
        return Optional.ofNullable(members.get(key));
    }

    YamlField required(String key) throws InventoryException {
        @Nullable YamlField member = members.get(key);
        if (member == null) {
            throw self.wrong("the key " + key + " is missing", key, "nothing");
        }
        return member;
    }

    long integer(String key, long least, long most, long otherwise) throws InventoryException {
        @Nullable YamlField member = members.get(key);
        return member == null ? otherwise : member.integer(least, most);
    }

    boolean flag(String key, boolean otherwise) throws InventoryException {
        @Nullable YamlField member = members.get(key);
        return member == null ? otherwise : member.flag();
    }
}
