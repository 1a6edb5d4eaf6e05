package io.plumbline.controller.view;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.reservation.LedgerSnapshot;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.topology.TeTopology;

/**
 * Everything that the proof of every promise needs, as it is at one moment.
 *
 * @param topology with the constants that the proofs rest on
 * @param ledger what is booked
 * @param reservations each of which anything is still booked
 */
public record LedgerView(TeTopology topology, LedgerSnapshot ledger, ImmutableList<Reservation> reservations) {}
