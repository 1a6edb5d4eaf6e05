package io.plumbline.controller.journal;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.google.common.collect.ImmutableMap;
import io.plumbline.pce.path.Priority;
import io.plumbline.pce.path.RoutePolicy;

/** What entries that were written before a property existed mean by not having it. */
final class WrittenBefore extends SimpleModule {
    private static final long serialVersionUID = 1L;

    private static final ImmutableMap<Class<?>, Object> MEANT = ImmutableMap.of(
            Priority.class, Priority.NONE,
            RoutePolicy.class, RoutePolicy.ANY);

    WrittenBefore() {
        super("written-before");
        setDeserializerModifier(new Modifier());
    }

    private static final class Modifier extends BeanDeserializerModifier {
        private static final long serialVersionUID = 1L;

        @Override
        public JsonDeserializer<?> modifyDeserializer(
                DeserializationConfig config, BeanDescription described, JsonDeserializer<?> deserializer) {
            Object meant = MEANT.get(described.getBeanClass());
            return meant == null ? deserializer : new WithDefault(deserializer, meant);
        }
    }

    private static final class WithDefault extends DelegatingDeserializer {
        private static final long serialVersionUID = 1L;

        private final transient Object meant;

        WithDefault(JsonDeserializer<?> deserializer, Object meant) {
            super(deserializer);
            this.meant = meant;
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> other) {
            return new WithDefault(other, meant);
        }

        @Override
        public Object getAbsentValue(DeserializationContext context) {
            return meant;
        }

        @Override
        public Object getNullValue(DeserializationContext context) {
            return meant;
        }
    }
}
