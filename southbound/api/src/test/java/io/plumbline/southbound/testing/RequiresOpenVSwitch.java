package io.plumbline.southbound.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The test drives a real Open vSwitch: root, and ovs-vswitchd, ovsdb-server and unshare on the machine. Without them it is
 * skipped with what is missing, and with {@code CI=true} it fails.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Requirement.OpenVSwitch.class)
public @interface RequiresOpenVSwitch {}
