package io.plumbline.controller.discovery;

import com.google.common.collect.ImmutableList;
import io.plumbline.southbound.api.SwitchLimits;
import org.onosproject.net.DeviceId;

/**
 * A connected switch as forwarding sees it.
 *
 * @param ports those that are up, in order
 */
public record ConnectedSwitch(DeviceId id, SwitchLimits limits, ImmutableList<PortView> ports) {}
