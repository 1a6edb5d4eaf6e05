package io.plumbline.controller.forwarding;

import io.plumbline.southbound.api.ProgramUpdate;
import io.plumbline.southbound.api.Switch;
import io.plumbline.southbound.api.SwitchProgram;
import java.util.ArrayList;
import java.util.List;

/**
 * One connection to one switch of which it is known what base rules it holds: those that were read from it, and every change that it has
 * carried out since. Who does not know that any more makes a new one when it has been read again.
 */
final class BaseMember {
    private final Switch target;
    private final List<ProgramUpdate> since = new ArrayList<>();
    private SwitchProgram held;
    private long updates;
    private int underWay;

    BaseMember(Switch target, SwitchProgram held) {
        this.target = target;
        this.held = held;
    }

    Switch target() {
        return target;
    }

    void sends() {
        updates++;
        underWay++;
    }

    void carriedOut(ProgramUpdate update) {
        underWay--;
        since.add(update);
    }

    /** It holds exactly this, as the changes sum up to it. */
    void holds(SwitchProgram program) {
        held = program;
        since.clear();
    }

    /** What it holds now, when nothing is under way. */
    SwitchProgram held() {
        since.forEach(update -> held = held.after(update));
        since.clear();
        return held;
    }

    /** How many changes it has been sent; -1 while one is under way, because what is read then may be from before it or from after. */
    long updates() {
        return underWay == 0 ? updates : -1;
    }
}
