package io.plumbline.southbound.api;

/** What a switch says of itself; hostile text, already cut to 256 printable characters each. */
public record SwitchDescription(
        String manufacturer,
        String hardware,
        String software,
        String serialNumber,
        String datapath,
        String protocol,
        String remoteAddress) {}
