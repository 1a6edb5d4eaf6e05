package io.plumbline.southbound.simulated.pipeline;

import io.plumbline.southbound.api.ApplyOutcome.Refusal;

/** Why a switch does not carry out a change; the detail is what Open vSwitch would call it. */
public record Problem(Refusal.Kind kind, String detail) {}
