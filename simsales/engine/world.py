"""The world of one replication: one buffer of 64-bit words, read as whole or real numbers.

Every thing has a row of words in it; a row function gives the place of its first word, a
column constant is added to it: `w.f[deal_at(w, slot) + A_VALUE]`. `w.i` and `w.f` are the
same memory as int64 and as float64. A fork is a copy of the buffer. Few arrays and many
offsets are on purpose: compiled functions that pass dozens of arrays compile very slowly.

Parameters are in the world too, because a replication may draw them and a decision may
change them. What is large and never changes is in `Tables`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simsales.engine import layout
from simsales.rules.house import compiled

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# --- the head of the buffer: counts (whole numbers), clock, then parameters of the company ---
(
    C_CAPACITY, C_KEY, C_FREE, C_USED, C_OPEN, C_EVENTS, C_LOGGED, C_WEEK, C_PERIOD, C_MEASURED,
    C_WAITING_DISPATCH, C_AGENDA, C_AGENDA_USED, C_AGENDA_FREE, C_AGENDA_ROWS, C_SLICE, C_LAST_SLICE,
    CLOCK_NOW, CLOCK_WEEK_ENDS,
) = range(19)  # fmt: skip
# the shape: how many of each thing there are, and where the rows of each kind begin
SHAPE = 19
(
    S_SOURCES, S_SEGMENTS, S_STAGES, S_ROLES, S_SEATS, S_CHANNELS, S_WEEKS, S_PERIODS,
    S_SOURCE_ROWS, S_LOG_ODDS_ROWS, S_SEGMENT_ROWS, S_STAGE_ROWS, S_ROLE_ROWS, S_CHANNEL_ROWS,
    S_END_ROW, S_STREAM_ROWS, S_SEAT_ROWS, S_STAGE_STATE_ROWS, S_WEEK_ROWS, S_SOURCE_TOTALS,
    S_STAGE_TOTALS, S_SEAT_TOTALS, S_QUEUE_HEADS, S_DISPATCH_LIST, S_AGENDA_HEADS, S_DEAL_ROWS,
    S_AGENDA_SLICES,
) = range(SHAPE, SHAPE + 27)  # fmt: skip
PARAMETERS = SHAPE + 27
(
    HOURS_PER_WEEK, SLICES_PER_HOUR, C_WARMUP, C_OPPORTUNITY,
    P_RESPONSE_REFERENCE, P_LATENESS, P_AGEING, P_AGEING_GRACE, P_COLD_AFTER, P_COLD_CHANCE,
    P_OVERLOAD, P_OVERLOAD_MOST, P_HAND_OVER_LOSS, P_HAND_OVER_LOG_ODDS, P_HAND_OFF_HOURS,
    P_REPEAT_PER_YEAR, P_REPEAT_SPREAD, P_CARRY_OVER, P_GROSS_MARGIN, P_MANAGER_COST,
    P_PIPELINE_WEIGHT, P_CUSTOMER_VALUE,
) = range(PARAMETERS, PARAMETERS + 22)  # fmt: skip
HEAD_WORDS = PARAMETERS + 22

# --- rows of parameters; a distribution takes four words: a and b as given, then as drawn from ---
D_A, D_B, D_X, D_Y = range(4)

SP_LEADS, SP_DISPERSION, SP_TREND, SP_EXPONENT, SP_COST, SP_STAGE = range(6)
SOURCE_WORDS = 6
GP_SIZE, GP_LOG_ODDS, G_FAMILY, G_MEDIAN, G_TABLE = 0, 4, 5, 6, 7
SEGMENT_WORDS = 8
TP_ADVANCE, TP_LOG_ODDS, TP_EFFORT, TP_WAIT = 0, 1, 2, 6
(
    TP_HOURS_PER_DAY, TP_TYPICAL, TP_WIN_CHANCE, TP_HOURS_LEFT, T_ROLE, T_SKILL, T_TOUCHES,
    T_LOG_ODDS_GIVEN, T_ENTRY, T_EFFORT_FAMILY, T_EFFORT_MEDIAN, T_EFFORT_TABLE, T_WAIT_FAMILY,
    T_WAIT_MEDIAN, T_WAIT_TABLE,
) = range(10, 25)  # fmt: skip
STAGE_WORDS = 25
(
    RP_DEAL_WORK, RP_ACCOUNT, RP_PROSPECTING, RP_HOURS_PER_LEAD, RP_LEADS_PER_HOUR, RP_ABSENCE,
    RP_SKILL_LOG_ODDS, RP_SPEED, RP_SPREAD, RP_CORRELATION, RP_RAMP_MONTHS, RP_START_SPEED,
    RP_START_LOG_ODDS, RP_LEAVING, RP_HIRE_COST, RP_QUOTA, RP_BASE, RP_VARIABLE, RP_ACCELERATOR,
    RP_COMFORTABLE, RP_TERRITORY_SPREAD, RP_FILL,
) = range(22)  # fmt: skip
(
    Q_FIRST, Q_SEATS, Q_ROUTING, Q_PRIORITY, Q_RAMP_SHAPE, Q_REFILL, Q_SOURCE, Q_CHANNELS,
    Q_FILL_FAMILY, Q_FILL_MEDIAN, Q_FILL_TABLE, Q_REPEAT, Q_FIRST_CHANNEL,
) = range(26, 39)  # fmt: skip
ROLE_WORDS = 39
X_PER_WEEK, X_SUCCESS = range(2)
CHANNEL_WORDS = 2

# --- rows of what changes -------------------------------------------------------------------
# a stream of leads: sources, then seats, then the open deals at the start
SF_NEED, SF_RATE, SF_NEXT_AT, SF_MADE = range(4)
STREAM_WORDS = 4

# a seat and its holder: real numbers (F), whole numbers (I)
(
    F_JOINED, F_LEAVE_NEED, F_CHANGE_AT, F_TOUCH_ENDS, F_TOUCH_COUNTED, F_TOUCH_EFFORT,
    F_PIPELINE_HOURS, F_PRESENT, F_SPEED_TRAIT, F_RAMP_SPEED, F_RAMP_LOG_ODDS, F_GAP, F_COUNTED,
    F_GOODWILL, F_TERRITORY, F_POTENTIAL, F_BOOKED, F_VISITED, F_OPENS,
    I_ROLE, I_ENTITY, I_FILLED, I_HOLDERS, I_DEAL, I_OPEN, I_KEY, I_WAITS_DISPATCH, F_SKILL,
) = range(28)  # fmt: skip
SKILLS = 5
SEAT_WORDS = 27 + SKILLS

# the open deals of a stage: since when they are counted, how many
K_SINCE, K_OPEN = range(2)
STAGE_STATE_WORDS = 2

# an open deal, or a free slot: real numbers (A), whole numbers (B); what is used most comes first
(
    B_STATE, B_NEXT, B_OWNER, B_STAGE, B_VISIT, B_TOUCH, B_KEY, A_READY,
    A_LATE, A_ENTERED, A_WAIT_ENDS, A_LAST_TOUCH, B_STREAM, B_ORDINAL, B_SOURCE, A_VALUE,
    B_SEGMENT, A_RESPONSE, A_HAND_OVER, A_CREATED, A_CYCLE_START, B_RANK,
) = range(22)  # fmt: skip
DEAL_WORDS = 24
"""Three cache lines of 64 bytes."""
FREE, READY, WORKED, WAITING, HAND_OFF_READY, HAND_OFF_WORKED = range(6)
NOBODY = -1
NO_GOODWILL_YET = -1.0

# a thing in the batch engine's calendar
TIME, ORDER, SLOT, NEXT = range(4)
AGENDA_WORDS = 4
AGENDA_WEEKS = 2.0
"""Weeks that the slices of the calendar cover before their numbers begin again."""

_WEEK, _SOURCE, _STAGE, _SEAT, _END = (
    len(layout.WEEK), len(layout.SOURCE), len(layout.STAGE), len(layout.SEAT), len(layout.END)
)  # fmt: skip


class Shape(NamedTuple):
    """The same numbers for Python: counts, then first words of the rows of each kind."""

    sources: int
    segments: int
    stages: int
    roles: int
    seats: int
    channels: int
    weeks: int
    periods: int
    source_rows: int
    log_odds_rows: int
    segment_rows: int
    stage_rows: int
    role_rows: int
    channel_rows: int
    end_row: int
    stream_rows: int
    seat_rows: int
    stage_state_rows: int
    week_rows: int
    source_totals: int
    stage_totals: int
    seat_totals: int
    queue_heads: int
    dispatch_list: int
    agenda_heads: int
    deal_rows: int
    agenda_slices: int


class World(NamedTuple):
    """The buffer as whole numbers, and the same memory as real numbers."""

    i: Ints
    f: Floats


def shape_of(
    sources: int, segments: int, stages: int, roles: int, seats: int, channels: int, weeks: int, periods: int
) -> Shape:
    """Lay the rows out one kind after another; deals and calendar come last because they grow."""
    slices = 256
    while slices < 64 * seats:
        slices *= 2
    lengths = (
        HEAD_WORDS, sources * SOURCE_WORDS, sources * stages, segments * SEGMENT_WORDS,
        stages * STAGE_WORDS, roles * ROLE_WORDS, channels * CHANNEL_WORDS, _END,
        (sources + seats + 1) * STREAM_WORDS, seats * SEAT_WORDS, stages * STAGE_STATE_WORDS,
        weeks * _WEEK, periods * sources * _SOURCE, periods * stages * _STAGE, periods * seats * _SEAT,
        seats + roles, seats, slices,
    )  # fmt: skip
    begins = [int(n) for n in np.cumsum(lengths)]
    counts = (sources, segments, stages, roles, seats, channels, weeks, periods)
    return Shape._make((*counts, *begins, slices))


def agenda_room(s: Shape, capacity: int) -> int:
    """Entries of the batch engine's calendar: one for each thing that can be due, twice."""
    return 2 * (s.sources + 3 * s.seats + capacity) + 16


def new_buffer(s: Shape, capacity: int) -> Ints:
    """An empty buffer with room for `capacity` open deals."""
    rows = agenda_room(s, capacity)
    words = s.deal_rows + capacity * DEAL_WORDS + (AGENDA_WORDS + 1) * rows
    buffer = np.zeros(words, np.int64)
    buffer[C_CAPACITY] = capacity
    buffer[C_AGENDA_ROWS] = rows
    buffer[SHAPE:PARAMETERS] = s
    return buffer


def world_of(buffer: Ints) -> World:
    """The two views of a buffer."""
    return World(buffer, buffer.view(np.float64))


def grown(buffer: Ints, s: Shape) -> Ints:
    """The same world with twice the room for open deals."""
    capacity = int(buffer[C_CAPACITY])
    bigger = new_buffer(s, 2 * capacity)
    begin, begin_bigger = s.deal_rows + capacity * DEAL_WORDS, s.deal_rows + 2 * capacity * DEAL_WORDS
    rows, rows_bigger = agenda_room(s, capacity), agenda_room(s, 2 * capacity)
    things = AGENDA_WORDS * rows
    bigger[:begin] = buffer[:begin]
    bigger[begin_bigger : begin_bigger + things] = buffer[begin : begin + things]
    heap = begin_bigger + AGENDA_WORDS * rows_bigger
    bigger[heap : heap + rows] = buffer[begin + things :]
    bigger[C_CAPACITY], bigger[C_AGENDA_ROWS] = 2 * capacity, rows_bigger
    return bigger


# --- row functions ------------------------------------------------------------------------------


@compiled
def source_at(w: World, source: int) -> int:
    """Parameters of a source."""
    return w.i[S_SOURCE_ROWS] + source * SOURCE_WORDS


@compiled
def log_odds_at(w: World, source: int, stage: int) -> int:
    """The one word with a source's log-odds at a stage."""
    return w.i[S_LOG_ODDS_ROWS] + source * w.i[S_STAGES] + stage


@compiled
def segment_at(w: World, segment: int) -> int:
    """Parameters of a segment."""
    return w.i[S_SEGMENT_ROWS] + segment * SEGMENT_WORDS


@compiled
def stage_at(w: World, stage: int) -> int:
    """Parameters of a stage."""
    return w.i[S_STAGE_ROWS] + stage * STAGE_WORDS


@compiled
def role_at(w: World, role: int) -> int:
    """Parameters of a role."""
    return w.i[S_ROLE_ROWS] + role * ROLE_WORDS


@compiled
def stream_at(w: World, stream: int) -> int:
    """A stream of leads."""
    return w.i[S_STREAM_ROWS] + stream * STREAM_WORDS


@compiled
def seat_at(w: World, seat: int) -> int:
    """A seat and its holder."""
    return w.i[S_SEAT_ROWS] + seat * SEAT_WORDS


@compiled
def stage_state_at(w: World, stage: int) -> int:
    """The open deals of a stage."""
    return w.i[S_STAGE_STATE_ROWS] + stage * STAGE_STATE_WORDS


@compiled
def deal_at(w: World, slot: int) -> int:
    """A deal, or a free slot."""
    return w.i[S_DEAL_ROWS] + slot * DEAL_WORDS


@compiled
def week_total(w: World, week: int) -> int:
    """Totals of a measured week."""
    return w.i[S_WEEK_ROWS] + week * _WEEK


@compiled
def source_total(w: World, period: int, source: int) -> int:
    """Totals of a source in a period."""
    return w.i[S_SOURCE_TOTALS] + (period * w.i[S_SOURCES] + source) * _SOURCE


@compiled
def stage_total(w: World, period: int, stage: int) -> int:
    """Totals of a stage in a period."""
    return w.i[S_STAGE_TOTALS] + (period * w.i[S_STAGES] + stage) * _STAGE


@compiled
def seat_total(w: World, period: int, seat: int) -> int:
    """Totals of a seat in a period."""
    return w.i[S_SEAT_TOTALS] + (period * w.i[S_SEATS] + seat) * _SEAT


@compiled
def agenda_at(w: World, entry: int) -> int:
    """A thing in the batch engine's calendar."""
    return w.i[S_DEAL_ROWS] + w.i[C_CAPACITY] * DEAL_WORDS + entry * AGENDA_WORDS


@compiled
def heap_at(w: World, place: int) -> int:
    """The one word of a place in the heap of the calendar's present slice."""
    return agenda_at(w, w.i[C_AGENDA_ROWS]) + place
