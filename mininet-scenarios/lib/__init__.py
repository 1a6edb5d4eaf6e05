"""What every scenario stands on: private namespaces, Open vSwitch, shaped ports, probes, floods, the controller and the report."""
