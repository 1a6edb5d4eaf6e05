package io.plumbline.controller.discovery;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import org.onlab.packet.IpAddress;
import org.onlab.packet.MacAddress;
import org.onosproject.net.ConnectPoint;

/**
 * Where an endpoint is attached.
 *
 * @param point an edge port
 * @param mac of the host, or of the only host at the port
 * @param ips its addresses, in order; empty when it has none or the port has several hosts
 * @param name of the host, or of the port
 */
public record Attachment(ConnectPoint point, Optional<MacAddress> mac, ImmutableList<IpAddress> ips, String name) {}
