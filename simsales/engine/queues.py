"""Which ready deal comes next: the order that both engines keep, each in queues of its own."""

from __future__ import annotations

from simsales.engine.tables import Tables
from simsales.engine.world import (
    A_CREATED, A_LAST_TOUCH, A_READY, A_VALUE, B_ORDINAL, B_OWNER, B_RANK, B_STAGE, B_STATE,
    B_STREAM, F_PIPELINE_HOURS, HAND_OFF_READY, I_DEAL, I_FILLED, I_ROLE, P_HAND_OFF_HOURS,
    Q_PRIORITY, S_SEATS, S_STAGES, TP_HOURS_LEFT, TP_WIN_CHANCE, T_ENTRY, T_ROLE, World, deal_at,
    role_at, seat_at, stage_at,
)  # fmt: skip
from simsales.rules.house import compiled
from simsales.rules.priority import CLOSEST_TO_CLOSE, score


@compiled
def is_free(w: World, seat: int) -> bool:
    """Whether the seat's holder can start on a deal now."""
    desk = seat_at(w, seat)
    return w.i[desk + I_FILLED] == 1 and w.i[desk + I_DEAL] < 0 and w.f[desk + F_PIPELINE_HOURS] > 0.0


@compiled
def queue_of(w: World, t: Tables, slot: int) -> int:
    """Number of the queue in which a ready deal waits: its owner's, or the pool of its role."""
    deal = deal_at(w, slot)
    owner = w.i[deal + B_OWNER]
    return owner if owner >= 0 else w.i[S_SEATS] + w.i[stage_at(w, w.i[deal + B_STAGE]) + T_ROLE]


@compiled
def rank(w: World, t: Tables, policy: int, slot: int) -> float:
    """Score of a ready deal under a policy; the lowest comes first."""
    deal = deal_at(w, slot)
    stage = w.i[deal + B_STAGE]
    handing_off = w.i[deal + B_STATE] == HAND_OFF_READY
    place = w.i[S_STAGES] if handing_off else stage
    if policy == CLOSEST_TO_CLOSE:  # the usual one spares reading the rest of the deal
        return score(policy, place, False, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    row = stage_at(w, stage)
    win_chance, hours_left = w.f[row + TP_WIN_CHANCE], w.f[row + TP_HOURS_LEFT]
    if handing_off:
        win_chance, hours_left = 1.0, w.f[P_HAND_OFF_HOURS]
    return score(
        policy, place, w.i[row + T_ENTRY] == 1 and not handing_off,
        w.f[deal + A_CREATED], w.f[deal + A_LAST_TOUCH], w.f[deal + A_VALUE],
        win_chance, hours_left, float(w.i[deal + B_RANK]),
    )  # fmt: skip


@compiled
def policy_of(w: World, seat: int) -> int:
    """The order of work of a seat's role."""
    return w.i[role_at(w, w.i[seat_at(w, seat) + I_ROLE]) + Q_PRIORITY]


@compiled
def comes_before(w: World, a: int, b: int) -> bool:
    """Tie-break of two ready deals: the earliest ready, then by entity."""
    if w.f[deal_at(w, a) + A_READY] != w.f[deal_at(w, b) + A_READY]:
        return w.f[deal_at(w, a) + A_READY] < w.f[deal_at(w, b) + A_READY]
    return deal_number(w, a) < deal_number(w, b)


@compiled
def deal_number(w: World, slot: int) -> int:
    """The deal as one whole number: stream (20 bits), ordinal (36 bits)."""
    deal = deal_at(w, slot)
    return (w.i[deal + B_STREAM] << 36) | w.i[deal + B_ORDINAL]
