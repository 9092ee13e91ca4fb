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
    C_AGENDA, C_WAITING_DISPATCH, CLOCK_NOW, CLOCK_WEEK_ENDS,
) = range(14)  # fmt: skip
PARAMETERS = 14
(
    HOURS_PER_WEEK, C_WARMUP, C_OPPORTUNITY,
    P_RESPONSE_REFERENCE, P_LATENESS, P_AGEING, P_AGEING_GRACE, P_COLD_AFTER, P_COLD_CHANCE,
    P_OVERLOAD, P_OVERLOAD_MOST, P_HAND_OVER_LOSS, P_HAND_OVER_LOG_ODDS, P_HAND_OFF_HOURS,
    P_REPEAT_PER_YEAR, P_REPEAT_SPREAD, P_CARRY_OVER, P_GROSS_MARGIN, P_MANAGER_COST,
    P_PIPELINE_WEIGHT, P_CUSTOMER_VALUE,
) = range(PARAMETERS, PARAMETERS + 21)  # fmt: skip
HEAD_WORDS = PARAMETERS + 21

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
    F_JOINED, F_LEAVE_NEED, F_CHANGE_AT, F_TOUCH_ENDS, F_TOUCH_BEGAN, F_TOUCH_COUNTED, F_TOUCH_EFFORT,
    F_PIPELINE_HOURS, F_PRESENT, F_SPEED_TRAIT, F_RAMP_SPEED, F_RAMP_LOG_ODDS, F_GAP, F_COUNTED,
    F_GOODWILL, F_TERRITORY, F_POTENTIAL, F_BOOKED, F_VISITED, F_OPENS,
    I_ROLE, I_ENTITY, I_FILLED, I_HOLDERS, I_DEAL, I_OPEN, I_KEY, I_WAITS_DISPATCH, F_SKILL,
) = range(29)  # fmt: skip
SKILLS = 5
SEAT_WORDS = 28 + SKILLS

# the open deals of a stage: since when they are counted, how many
K_SINCE, K_OPEN = range(2)
STAGE_STATE_WORDS = 2

# an open deal, or a free slot: real numbers (A), whole numbers (B)
(
    A_VALUE, A_CREATED, A_CYCLE_START, A_ENTERED, A_READY, A_LATE, A_LAST_TOUCH, A_WAIT_ENDS,
    A_RESPONSE, A_HAND_OVER,
    B_STATE, B_STREAM, B_ORDINAL, B_KEY, B_SOURCE, B_SEGMENT, B_STAGE, B_VISIT, B_TOUCH, B_OWNER,
    B_RANK, B_NEXT,
) = range(22)  # fmt: skip
DEAL_WORDS = 22
FREE, READY, WORKED, WAITING, HAND_OFF_READY, HAND_OFF_WORKED = range(6)
NOBODY = -1

# an entry of the batch engine's calendar
TIME, ORDER, SLOT = range(3)
AGENDA_WORDS = 3

_WEEK, _SOURCE, _STAGE, _SEAT, _END = (
    len(layout.WEEK), len(layout.SOURCE), len(layout.STAGE), len(layout.SEAT), len(layout.END)
)  # fmt: skip


class Shape(NamedTuple):
    """How many of each thing there are, and where the rows of each kind begin in the buffer."""

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
    deal_rows: int


class World(NamedTuple):
    """The buffer as whole numbers, the same memory as real numbers, and its shape."""

    i: Ints
    f: Floats
    s: Shape


def shape_of(
    sources: int, segments: int, stages: int, roles: int, seats: int, channels: int, weeks: int, periods: int
) -> Shape:
    """Lay the rows out one kind after another; deals and calendar come last because they grow."""
    lengths = (
        HEAD_WORDS, sources * SOURCE_WORDS, sources * stages, segments * SEGMENT_WORDS,
        stages * STAGE_WORDS, roles * ROLE_WORDS, channels * CHANNEL_WORDS, _END,
        (sources + seats + 1) * STREAM_WORDS, seats * SEAT_WORDS, stages * STAGE_STATE_WORDS,
        weeks * _WEEK, periods * sources * _SOURCE, periods * stages * _STAGE, periods * seats * _SEAT,
        seats + roles, seats,
    )  # fmt: skip
    begins = [int(n) for n in np.cumsum(lengths)]
    return Shape(sources, segments, stages, roles, seats, channels, weeks, periods, *begins)


def agenda_room(s: Shape, capacity: int) -> int:
    """Entries of the batch engine's calendar: one for each thing that can be due, twice."""
    return 2 * (s.sources + 3 * s.seats + capacity) + 16


def new_buffer(s: Shape, capacity: int) -> Ints:
    """An empty buffer with room for `capacity` open deals."""
    words = s.deal_rows + capacity * DEAL_WORDS + AGENDA_WORDS * agenda_room(s, capacity)
    buffer = np.zeros(words, np.int64)
    buffer[C_CAPACITY] = capacity
    return buffer


def world_of(buffer: Ints, s: Shape) -> World:
    """The two views of a buffer."""
    return World(buffer, buffer.view(np.float64), s)


def grown(buffer: Ints, s: Shape) -> Ints:
    """The same world with twice the room for open deals."""
    capacity = int(buffer[C_CAPACITY])
    bigger = new_buffer(s, 2 * capacity)
    deals_end = s.deal_rows + capacity * DEAL_WORDS
    agenda = s.deal_rows + 2 * capacity * DEAL_WORDS
    bigger[:deals_end] = buffer[:deals_end]
    bigger[agenda : agenda + len(buffer) - deals_end] = buffer[deals_end:]
    bigger[C_CAPACITY] = 2 * capacity
    return bigger


# --- row functions ------------------------------------------------------------------------------


@compiled
def source_at(w: World, source: int) -> int:
    """Parameters of a source."""
    return w.s.source_rows + source * SOURCE_WORDS


@compiled
def log_odds_at(w: World, source: int, stage: int) -> int:
    """The one word with a source's log-odds at a stage."""
    return w.s.log_odds_rows + source * w.s.stages + stage


@compiled
def segment_at(w: World, segment: int) -> int:
    """Parameters of a segment."""
    return w.s.segment_rows + segment * SEGMENT_WORDS


@compiled
def stage_at(w: World, stage: int) -> int:
    """Parameters of a stage."""
    return w.s.stage_rows + stage * STAGE_WORDS


@compiled
def role_at(w: World, role: int) -> int:
    """Parameters of a role."""
    return w.s.role_rows + role * ROLE_WORDS


@compiled
def stream_at(w: World, stream: int) -> int:
    """A stream of leads."""
    return w.s.stream_rows + stream * STREAM_WORDS


@compiled
def seat_at(w: World, seat: int) -> int:
    """A seat and its holder."""
    return w.s.seat_rows + seat * SEAT_WORDS


@compiled
def stage_state_at(w: World, stage: int) -> int:
    """The open deals of a stage."""
    return w.s.stage_state_rows + stage * STAGE_STATE_WORDS


@compiled
def deal_at(w: World, slot: int) -> int:
    """A deal, or a free slot."""
    return w.s.deal_rows + slot * DEAL_WORDS


@compiled
def week_total(w: World, week: int) -> int:
    """Totals of a measured week."""
    return w.s.week_rows + week * _WEEK


@compiled
def source_total(w: World, period: int, source: int) -> int:
    """Totals of a source in a period."""
    return w.s.source_totals + (period * w.s.sources + source) * _SOURCE


@compiled
def stage_total(w: World, period: int, stage: int) -> int:
    """Totals of a stage in a period."""
    return w.s.stage_totals + (period * w.s.stages + stage) * _STAGE


@compiled
def seat_total(w: World, period: int, seat: int) -> int:
    """Totals of a seat in a period."""
    return w.s.seat_totals + (period * w.s.seats + seat) * _SEAT


@compiled
def agenda_at(w: World, entry: int) -> int:
    """An entry of the batch engine's calendar."""
    return w.s.deal_rows + w.i[C_CAPACITY] * DEAL_WORDS + entry * AGENDA_WORDS
