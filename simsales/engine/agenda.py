"""The batch engine's calendar: slices of time, and a small heap for the slice that is now.

Things due in later slices lie in unsorted lists, one a slice (modulo their number), as in
Brown's calendar queue (1988); when a slice begins, its things move to a heap ordered by
(time, kind, entity). The cost of a thing hardly grows with the number of things.
"""

from __future__ import annotations

from simsales.engine.world import (
    C_AGENDA, C_AGENDA_FREE, C_AGENDA_USED, C_LAST_SLICE,
    C_SLICE, NEXT, ORDER, S_AGENDA_HEADS, S_AGENDA_SLICES, SLICES_PER_HOUR, SLOT, TIME, World,
    agenda_at, heap_at,
)  # fmt: skip
from simsales.rules.house import compiled

KIND_SHIFT = 58
FOREVER = 1e6
"""Hours beyond the end of the longest run (1,560 weeks of 100 hours)."""


@compiled
def slice_of(w: World, time: float) -> int:
    """Number of the slice in which a time lies."""
    return int(time * w.f[SLICES_PER_HOUR])


@compiled
def due_after(w: World, now: float, delay: float, kind: int, entity: int, slot: int) -> None:
    """Put something in the calendar unless its delay is -1 (nothing follows)."""
    if delay >= 0.0:
        push(w, now + delay, kind, entity, slot)


@compiled
def push(w: World, time: float, kind: int, entity: int, slot: int) -> None:
    """Put something in the calendar; what comes after any end is left out."""
    if time > FOREVER:
        return
    thing = w.i[C_AGENDA_FREE]
    if thing >= 0:
        w.i[C_AGENDA_FREE] = w.i[agenda_at(w, thing) + NEXT]
    else:
        thing = w.i[C_AGENDA_USED]
        w.i[C_AGENDA_USED] = thing + 1
    row = agenda_at(w, thing)
    w.f[row + TIME] = time
    w.i[row + ORDER] = (kind << KIND_SHIFT) | entity
    w.i[row + SLOT] = slot
    number = slice_of(w, time)
    if number <= w.i[C_SLICE]:
        rise(w, thing)
    else:
        head = w.i[S_AGENDA_HEADS] + (number & (w.i[S_AGENDA_SLICES] - 1))
        w.i[row + NEXT] = w.i[head]
        w.i[head] = thing


@compiled
def first_due(w: World) -> int:
    """The thing that is due first, if it lies in a slice up to the week's last; else -1."""
    while w.i[C_AGENDA] == 0 and w.i[C_SLICE] < w.i[C_LAST_SLICE]:
        open_slice(w)
    return w.i[heap_at(w, 0)] if w.i[C_AGENDA] > 0 else -1


@compiled
def open_slice(w: World) -> None:
    """The next slice begins: what is due in it moves to the heap."""
    number = w.i[C_SLICE] + 1
    w.i[C_SLICE] = number
    head = w.i[S_AGENDA_HEADS] + (number & (w.i[S_AGENDA_SLICES] - 1))
    thing = w.i[head]
    w.i[head] = -1
    while thing >= 0:
        row = agenda_at(w, thing)
        following = w.i[row + NEXT]
        if slice_of(w, w.f[row + TIME]) == number:
            rise(w, thing)
        else:
            w.i[row + NEXT] = w.i[head]
            w.i[head] = thing
        thing = following


@compiled
def comes_first(w: World, a: int, b: int) -> bool:
    """Whether the thing in row a comes before the one in row b."""
    return w.f[a + TIME] < w.f[b + TIME] or (
        w.f[a + TIME] == w.f[b + TIME] and w.i[a + ORDER] < w.i[b + ORDER]
    )


@compiled
def rise(w: World, thing: int) -> None:
    """Put a thing in the heap."""
    at = w.i[C_AGENDA]
    w.i[C_AGENDA] = at + 1
    heap, row = heap_at(w, 0), agenda_at(w, thing)
    while at > 0:
        above = (at - 1) >> 1
        if not comes_first(w, row, agenda_at(w, w.i[heap + above])):
            break
        w.i[heap + at] = w.i[heap + above]
        at = above
    w.i[heap + at] = thing


@compiled
def drop_first(w: World) -> None:
    """Take the first thing out of the heap and free its row."""
    heap = heap_at(w, 0)
    thing = w.i[heap]
    w.i[agenda_at(w, thing) + NEXT] = w.i[C_AGENDA_FREE]
    w.i[C_AGENDA_FREE] = thing
    last = w.i[C_AGENDA] - 1
    w.i[C_AGENDA] = last
    moved = w.i[heap + last]
    row, at = agenda_at(w, moved), 0
    while 2 * at + 1 < last:
        below = 2 * at + 1
        first = agenda_at(w, w.i[heap + below])
        if below + 1 < last:
            other = agenda_at(w, w.i[heap + below + 1])
            if comes_first(w, other, first):
                below, first = below + 1, other
        if comes_first(w, row, first):
            break
        w.i[heap + at] = w.i[heap + below]
        at = below
    w.i[heap + at] = moved
