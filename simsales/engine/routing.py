"""Who gets a deal: the choice among the filled seats of a role."""

from __future__ import annotations

from simsales.engine.tables import Tables
from simsales.engine.world import (
    B_KEY, B_ORDINAL, B_OWNER, B_STREAM, B_VISIT, F_BOOKED, F_POTENTIAL, F_SKILL, I_ENTITY,
    I_FILLED, I_OPEN, NOBODY, Q_FIRST, Q_ROUTING, Q_SEATS, T_SKILL, World, deal_at, role_at,
    seat_at, stage_at,
)  # fmt: skip
from simsales.rules.draws import ROUTE, draw
from simsales.rules.house import compiled, compiled_apart
from simsales.rules.routing import (
    LEAST_LOADED,
    POOLED,
    ROUND_ROBIN,
    SKILL_MATCH,
    share_weight,
    suitability,
)  # fmt: skip

MANY_TURNS = 2.0**40


@compiled
def route(w: World, t: Tables, slot: int, role: int, stage: int) -> int:
    """Seat that gets the deal, or NOBODY when no seat is filled or the role's queue is pooled."""
    policy = w.i[role_at(w, role) + Q_ROUTING]
    if policy == POOLED:
        return NOBODY
    if policy == LEAST_LOADED or policy == SKILL_MATCH:
        return most_suitable(w, t, role, policy, w.i[stage_at(w, stage) + T_SKILL])
    deal = deal_at(w, slot)
    before = w.i[deal + B_OWNER]
    if policy == ROUND_ROBIN and before == NOBODY:
        return next_in_turn(w, t, role, w.i[deal + B_ORDINAL] + w.i[deal + B_STREAM])
    k = w.i[seat_at(w, before) + I_ENTITY] + 1 if before >= 0 else 0
    u = draw(w.i[deal + B_KEY], ROUTE, stage, w.i[deal + B_VISIT], k)
    if policy == ROUND_ROBIN:  # passed on: all of one owner's deals would have the same turn
        return next_in_turn(w, t, role, int(u * MANY_TURNS))
    return by_chance(w, t, role, policy, u)


@compiled_apart
def next_in_turn(w: World, t: Tables, role: int, turn: int) -> int:
    """Round robin by the deal's own number, so that one source's growth shifts no other's turns."""
    first, seats = w.i[role_at(w, role) + Q_FIRST], w.i[role_at(w, role) + Q_SEATS]
    filled = 0
    for seat in range(first, first + seats):
        filled += w.i[seat_at(w, seat) + I_FILLED]
    if filled == 0:
        return NOBODY
    if filled == seats:
        return first + turn % seats
    left = turn % filled
    for seat in range(first, first + seats):
        if w.i[seat_at(w, seat) + I_FILLED]:
            if left == 0:
                return seat
            left -= 1
    return NOBODY


@compiled_apart
def most_suitable(w: World, t: Tables, role: int, policy: int, skill: int) -> int:
    """The most suitable filled seat; ties go to the first."""
    first = w.i[role_at(w, role) + Q_FIRST]
    best, best_fit = NOBODY, 0.0
    for seat in range(first, first + w.i[role_at(w, role) + Q_SEATS]):
        if w.i[seat_at(w, seat) + I_FILLED]:
            theta = w.f[seat_at(w, seat) + F_SKILL + skill] if skill >= 0 else 0.0
            fit = suitability(policy, w.i[seat_at(w, seat) + I_OPEN], theta)
            if best == NOBODY or fit > best_fit:
                best, best_fit = seat, fit
    return best


@compiled_apart
def by_chance(w: World, t: Tables, role: int, policy: int, u: float) -> int:
    """A filled seat drawn by weight."""
    first = w.i[role_at(w, role) + Q_FIRST]
    after = first + w.i[role_at(w, role) + Q_SEATS]
    filled, booked = 0, 0.0
    for seat in range(first, after):
        if w.i[seat_at(w, seat) + I_FILLED]:
            filled += 1
            booked += w.f[seat_at(w, seat) + F_BOOKED]
    if filled == 0:
        return NOBODY
    mean, total = booked / filled, 0.0
    for seat in range(first, after):
        if w.i[seat_at(w, seat) + I_FILLED]:
            total += share_weight(
                policy, w.f[seat_at(w, seat) + F_POTENTIAL], w.f[seat_at(w, seat) + F_BOOKED], mean
            )
    left, last = u * total, NOBODY
    for seat in range(first, after):
        if w.i[seat_at(w, seat) + I_FILLED]:
            last = seat
            left -= share_weight(
                policy, w.f[seat_at(w, seat) + F_POTENTIAL], w.f[seat_at(w, seat) + F_BOOKED], mean
            )
            if left < 0.0:
                return seat
    return last
