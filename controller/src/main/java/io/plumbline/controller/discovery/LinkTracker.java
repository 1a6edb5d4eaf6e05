package io.plumbline.controller.discovery;

import org.jspecify.annotations.Nullable;

/**
 * Finds links with LLDP frames of our own. A frame proves a link when it carries our code, was sent by us, arrives in time, and was
 * not seen before; so a host can neither invent a link nor replay one. What no code can tell is a host that passes our frames on in
 * time (a relay): hence a port where a host was seen, or that network.yaml calls an access port, never becomes a link, and a link that
 * network.yaml does not name carries best effort only and is scrubbed like an edge.
 *
 * <p>A link is lost when its port goes down, or after some frames in a row did not arrive. Frames are counted, not seconds: a
 * controller that stood still for a while has sent none, so it misses none.
 */
final class LinkTracker {
    private final Fabric fabric;
    private final DiscoverySettings settings;
    private final LldpSigner signer;

    LinkTracker(Fabric fabric, DiscoverySettings settings, byte[] key) {
        this.fabric = fabric;
        this.settings = settings;
        this.signer = new LldpSigner(key);
    }

    /** Sends the frames that are due, and gives up the links whose frames do not arrive. */
    void tick(long nowNanos, EffectsInMaking effects) {
        for (SwitchState owner : fabric.switches()) {
            for (PortState port : owner.ports()) {
                if (port.role != PortRole.DOWN && nowNanos >= port.nextProbeNanos) {
                    probe(port, nowNanos, effects);
                }
                if (port.role == PortRole.UNDETERMINED) {
                    fabric.settle(port, nowNanos, effects);
                }
            }
        }
    }

    private void probe(PortState port, long nowNanos, EffectsInMaking effects) {
        if (port.linkUp) {
            port.missed = port.answered ? 0 : port.missed + 1;
            port.answered = false;
            if (port.missed >= settings.missedProbes()) {
                lose(port, settings.missedProbes() + " LLDP frames did not arrive", nowNanos, effects);
            }
        }
        if (port.owner.connected()) {
            LldpFrame frame = signer.sign(port.owner.id, port.point.port().toLong(), nowNanos);
            port.remember(frame.nonce(), nowNanos);
            effects.send(port.point, frame.bytes(port.address));
        }
        port.nextProbeNanos = next(port, nowNanos);
        port.probesSent++;
    }

    /** A port that came up and leads nowhere yet is tried more often at first; later the beat is even. */
    private long next(PortState port, long nowNanos) {
        if (!port.linkUp && port.probesSent < settings.firstRetriesNanos().size()) {
            return port.upSinceNanos + settings.firstRetriesNanos().get(port.probesSent);
        }
        long beats = (nowNanos - port.upSinceNanos) / settings.probeIntervalNanos() + 1;
        return port.upSinceNanos + beats * settings.probeIntervalNanos();
    }

    /** A port came up or went down. */
    void portChanged(PortState port, long nowNanos, EffectsInMaking effects) {
        if (port.description.up() && port.role == PortRole.DOWN) {
            port.hostSeen = false;
            port.refusedPeer = null;
            port.undeterminedUntilNanos = nowNanos + settings.undeterminedNanos();
            port.restartProbing(nowNanos);
        } else if (!port.description.up()) {
            loseBoth(port, port + " is down", nowNanos, effects);
        }
        fabric.settle(port, nowNanos, effects);
    }

    private void loseBoth(PortState port, String why, long nowNanos, EffectsInMaking effects) {
        if (port.linkUp) {
            lose(port, why, nowNanos, effects);
        }
        @Nullable PortState heard = port.heard;
        if (heard != null && heard.linkUp && heard.peer == port) {
            lose(heard, why, nowNanos, effects);
        }
    }

    private void lose(PortState from, String why, long nowNanos, EffectsInMaking effects) {
        PortState to = from.peer;
        if (to == null) {
            throw new IllegalStateException(from + " has a link to nowhere");
        }
        from.linkUp = false;
        from.missed = 0;
        effects.notice(Notice.LINK_DOWN, DiscoveredLink.id(from.point, to.point), why);
        afterLoss(from, nowNanos, effects);
        afterLoss(to, nowNanos, effects);
        fabric.touch(effects);
    }

    /** A port that stays up without its link is not taken for an edge soon: most likely the link comes back. */
    private void afterLoss(PortState port, long nowNanos, EffectsInMaking effects) {
        if (!port.carriesLink()) {
            port.undeterminedUntilNanos = nowNanos + settings.lostLinkNanos();
        }
        fabric.settle(port, nowNanos, effects);
    }

    /** An LLDP frame was punted at a port. */
    void arrived(PortState receiver, byte[] bytes, long nowNanos, EffectsInMaking effects) {
        if (!LldpFrame.isOurs(bytes)) {
            return;
        }
        @Nullable LldpFrame frame = LldpFrame.read(bytes).orElse(null);
        if (frame == null) {
            reject(receiver, "a malformed frame", nowNanos, effects);
        } else if (!signer.verifies(frame)) {
            reject(receiver, "a forged frame that names " + DiscoveredLink.text(frame.sender()), nowNanos, effects);
        } else {
            verified(receiver, frame, nowNanos, effects);
        }
    }

    private void verified(PortState receiver, LldpFrame frame, long nowNanos, EffectsInMaking effects) {
        @Nullable PortState sender = fabric.find(frame.device(), frame.sender().port());
        if (sender == null || !sender.consume(frame.nonce(), frame.sentNanos())) {
            String name = DiscoveredLink.text(frame.sender());
            reject(receiver, "a replayed frame of " + name, nowNanos, effects);
            return;
        }
        long age = nowNanos - frame.sentNanos();
        if (age < 0 || age > settings.probeFreshNanos()) {
            reject(receiver, "a frame of %s that is %d ms old".formatted(sender, age / 1_000_000), nowNanos, effects);
        } else if (sender.owner == receiver.owner) {
            reject(receiver, "a frame of %s, a port of the same switch".formatted(sender), nowNanos, effects);
        } else if (leadsToHosts(sender) || leadsToHosts(receiver)) {
            receiver.refusedPeer = sender;
            String which = leadsToHosts(receiver) ? receiver.toString() : sender.toString();
            reject(receiver, "a frame of %s, but %s leads to hosts".formatted(sender, which), nowNanos, effects);
        } else if (sender.role != PortRole.DOWN && receiver.role != PortRole.DOWN) {
            accept(sender, receiver, nowNanos, effects);
        }
    }

    private static boolean leadsToHosts(PortState port) {
        return port.declared == PortState.Declared.ACCESS_PORT || port.hostSeen;
    }

    private void accept(PortState sender, PortState receiver, long nowNanos, EffectsInMaking effects) {
        boolean news = !sender.linkUp || sender.peer != receiver;
        if (sender.linkUp && sender.peer != receiver) {
            lose(sender, sender + " leads to " + receiver + " now", nowNanos, effects);
        }
        sender.peer = receiver;
        sender.linkUp = true;
        sender.answered = true;
        sender.missed = 0;
        receiver.heard = sender;
        if (news) {
            String id = DiscoveredLink.id(sender.point, receiver.point);
            effects.notice(Notice.LINK_UP, id, "an LLDP frame arrived");
            fabric.settle(sender, nowNanos, effects);
            fabric.settle(receiver, nowNanos, effects);
            fabric.touch(effects);
            if (!receiver.linkUp) {
                receiver.nextProbeNanos = nowNanos; // the way back is most likely there too
            }
        }
    }

    private static void reject(PortState receiver, String what, long nowNanos, EffectsInMaking effects) {
        if (receiver.complaints.take(nowNanos)) {
            effects.notice(Notice.LLDP_REJECTED, receiver.toString(), what + " arrived");
        }
    }
}
