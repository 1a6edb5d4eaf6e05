package io.plumbline.controller.inventory;

import java.util.Optional;
import org.onosproject.net.DeviceId;

/** A switch that network.yaml names. */
public record DeclaredSwitch(DeviceId id, Optional<String> name, SwitchAttributes attributes) {}
