package io.plumbline.controller.view;

import io.plumbline.southbound.api.ReadOutcome;
import io.plumbline.southbound.api.SwitchProgram;
import java.util.Optional;

/**
 * What a switch should hold, and what it does.
 *
 * @param desired derived from the ledger and the topology
 * @param held read back now; absent when not asked for or not connected
 */
public record ProgramView(String device, SwitchProgram desired, Optional<ReadOutcome> held) {}
