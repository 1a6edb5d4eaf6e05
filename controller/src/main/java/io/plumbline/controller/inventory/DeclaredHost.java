package io.plumbline.controller.inventory;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import org.onlab.packet.IpAddress;
import org.onlab.packet.MacAddress;
import org.onosproject.net.ConnectPoint;

/**
 * A host that network.yaml names.
 *
 * @param name unique
 * @param mac unique
 * @param ips each unique; nobody else may claim them
 * @param port where it must be; empty: wherever it appears
 */
public record DeclaredHost(String name, MacAddress mac, ImmutableList<IpAddress> ips, Optional<ConnectPoint> port) {}
