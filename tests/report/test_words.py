"""The sentences that lead every answer."""

# ruff: noqa: E501

from dataclasses import replace

import pytest

from simsales.experiments.answers import Bottleneck, Part, Target
from simsales.measure.estimate import Difference
from simsales.measure.precision import Precision
from simsales.report import compare_words, words
from simsales.report.span import out_of, span_of
from tests.report import example

NO_BREAK = "\u00a0"


def test_the_answer_leads_with_typical_bad_good_and_target():
    assert words.answer(example.run_result()) == (
        "A typical year books $2.8M, a bad one $2.5M, a good one $3.1M; 14 of 100 simulated years reach $3.1M."
    )


def test_company_words_are_used():
    made = example.run_result(currency="EUR", locale="de_DE", money_word="ARR")
    told = words.answer(made).replace(NO_BREAK, " ")
    assert told == (
        "A typical year brings 2,8 Mio. € in ARR, a bad one 2,5 Mio. €, a good one 3,1 Mio. €; "
        "14 of 100 simulated years reach 3,1 Mio. €."
    )


def test_without_a_target_nothing_is_said_of_it():
    assert words.answer(example.run_result(target=None)).endswith("a good one $3.1M.")


def test_one_replication_has_no_good_and_bad_years():
    made = replace(example.run_result(1), target=Target(9e6, 0.0, 0.0, 0.9))
    assert words.answer(made).startswith("The one simulated year books $")
    assert words.answer(made).endswith("that misses the target of $9.0M.")
    assert "typical" not in words.answer(made) and "simulated years" not in words.holds_back(made)
    assert not any("interval" in line for line in words.how_sure(made))


@pytest.mark.parametrize(
    ("share", "n", "told"),
    [
        (0.0, 200, "none of the 200 simulated years reaches"), (1.0, 200, "all 200 simulated years reach"),
        (0.002, 1000, "fewer than 1 of 100 simulated years reaches"),
        (0.998, 1000, "more than 99 of 100 simulated years reach"), (0.144, 500, "14 of 100 simulated years reach"),
        (0.01, 100, "1 of 100 simulated years reaches"), (0.25, 20, "5 of 20 simulated years reach"),
    ],
)  # fmt: skip
def test_chances_are_counted(share, n, told):
    assert out_of(share, n, span_of(52), "reach") == told


def test_other_spans_have_their_words():
    assert out_of(0.5, 100, span_of(13), "reach") == "50 of 100 simulated quarters reach"
    assert out_of(0.5, 100, span_of(30), "reach") == "50 of 100 simulated runs of 30 weeks reach"


def test_what_holds_back_names_stage_hours_and_people():
    told = words.holds_back(example.run_result())
    assert told.startswith("Work waits longest in demo call: 9.3 working hours before each touch")
    assert "in 97 of 100 simulated years" in told and "(ae) use 83% of their hours" in told


def test_no_bottleneck_is_said_plainly():
    assert "No work ever waits" in words.holds_back(replace(example.run_result(), bottleneck=None))


def test_busy_people_of_the_bottleneck_only():
    """An idle role beside the bottleneck must not blur how busy its own people are."""
    made = example.run_result()
    idle = replace(made.by_rep["ae 14"]["utilisation"], mean=0.0)
    names = replace(made.names, seat_roles=(*("ae",) * 13, "sdr"))
    by_rep = made.by_rep | {"ae 14": made.by_rep["ae 14"] | {"utilisation": idle}}
    with_idle = replace(made, names=names, by_rep=by_rep, bottleneck=Bottleneck("demo_call", "ae", 9.3, 0.9))
    assert "use 83% of their hours" in words.holds_back(with_idle)
    sdr = replace(with_idle, bottleneck=Bottleneck("demo_call", "sdr", 9.3, 0.9))
    assert "use 0% of their hours for deals; they have hours to spare" in words.holds_back(sdr)


def test_how_sure_splits_the_spread():
    told = " ".join(words.how_sure(example.run_result()))
    assert "200 simulated years" in told and "65% is luck, 34% is parameters not known exactly" in told
    alone = " ".join(words.how_sure(replace(example.run_result(), luck_only=True)))
    assert "luck alone" in alone and "34%" not in alone


@pytest.mark.parametrize(
    ("precision", "says"),
    [
        (Precision("bookings", 0.02, 0.018, True), "asked: 2.0%; reached: 1.8%"),
        (Precision("bookings", 0.02, 0.031, False), "only 3.1% was reached"),
        (Precision("bookings", 0.02, None, False), "no meaning"),
    ],
)
def test_precision_is_told(precision, says):
    assert says in " ".join(words.how_sure(replace(example.run_result(), precision=precision)))


def changed(**parts):
    made = example.compare_result()
    first = made.alternatives[0]
    change = replace(first.differences["bookings"], **parts)
    first = replace(first, differences=first.differences | {"bookings": change})
    return replace(made, alternatives=(first,))


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        (
            {"mean": 120e3, "low": 80e3, "high": 160e3, "probability_better": 0.71},
            '"Two more reps" books $120K more (likely $80K to $160K); better in 71 of 100 simulated years.',
        ),
        (
            {"mean": -120e3, "low": -160e3, "high": -80e3, "probability_better": 0.2},
            '"Two more reps" books $120K less (likely $80K to $160K); better in 20 of 100 simulated years.',
        ),
        (
            {"mean": 5e3, "low": -10e3, "high": 20e3, "probability_better": 0.52},
            '"Two more reps" makes no clear difference to bookings: $5.0K more (likely between $10K less and $20K more); better in 52 of 100 simulated years.',
        ),
        (
            {"mean": 0.0, "low": 0.0, "high": 0.0, "probability_better": 0.5},
            '"Two more reps" books exactly as much as the base.',
        ),
        (
            {"mean": None, "low": None, "high": None, "probability_better": None},
            '"Two more reps" cannot be compared: nothing is booked.',
        ),
    ],
)
def test_each_alternative_in_one_sentence(parts, told):
    made = changed(**parts)
    assert compare_words.alternative_words(made, made.alternatives[0]).split(" Profit: ")[0] == told


def test_the_opening_also_gives_profit():
    made = example.compare_result()
    first = made.alternatives[0]
    loss = Difference(-18e3, -40e3, 4e3, 0.4, "money")
    first = replace(first, differences=first.differences | {"profit": loss})
    told = compare_words.alternative_words(made, first)
    assert told.endswith(
        " Profit: $18K less (likely between $40K less and $4.0K more); better in 40 of 100 simulated years."
    )
    none = replace(first, differences=first.differences | {"profit": Difference(0.0, 0.0, 0.0, 0.5, "money")})
    assert compare_words.alternative_words(made, none).endswith(" Profit: the same.")


def test_clearly_ahead_needs_three_of_four_years():
    made = example.compare_result()
    first, base = made.alternatives[0], made.base_values["profit"]
    often = base + 1000.0
    often[: len(base) * 2 // 5] = base[: len(base) * 2 // 5] - 10.0
    first = replace(first, values=first.values | {"profit": often})
    told = " ".join(compare_words.recommendation(replace(made, alternatives=(first,))))
    assert "profit, ahead of the base plan in 60 of 100 simulated years." in told


def test_the_money_line_adds_up():
    made = example.compare_result()
    first = made.alternatives[0]
    parts = [("margin", "Gross margin", 96e3), ("pay", "Pay of reps", -110e3), ("marketing", "Cost of leads", 5e3),
             ("hiring", "Cost of hiring", -8e3), ("open_pipeline", "Open pipeline", 4e3)]  # fmt: skip
    summed = tuple(Part(n, label, "money", 0.0, 0.0, example.money(m, 1e3)) for n, label, m in parts)
    first = replace(first, why=replace(first.why, money=summed))
    money = compare_words.why(made, first)[-1]
    assert money.endswith(": gross margin +$96K, higher pay of reps -$110K, other +$1.0K.")
    alone = replace(first, why=replace(first.why, money=summed[:3]))
    assert compare_words.why(made, alone)[-1].endswith("-$110K, lower cost of leads +$5.0K.")


def test_a_flip_is_said_first():
    lines = compare_words.answer(example.compare_result(flips=True))
    assert lines[0].startswith("Careful") and "the base plan leads" in lines[0]
    assert not compare_words.answer(example.compare_result())[0].startswith("Careful")


def test_the_choice_admits_when_it_is_not_sure():
    made = example.compare_result()
    assert "clearly ahead of the base plan" in " ".join(compare_words.recommendation(made))
    unsure = replace(made, recommendation=replace(made.recommendation, sure=False))
    assert "too small to be sure" in " ".join(compare_words.recommendation(unsure))
    stay = replace(made, recommendation=replace(made.recommendation, best="base", runner_up="Half the ads"))
    assert compare_words.recommendation(stay)[0].startswith("Stay with the base plan")


def test_why_names_funnel_capacity_and_money():
    made = example.compare_result()
    funnel, capacity, money = compare_words.why(made, made.alternatives[0])
    assert funnel.startswith("Funnel: most of it comes from win rate, 5.1% to 5.5% (+$131K)")
    assert "leads" not in funnel  # moves too little to be worth a word
    assert capacity == "Capacity: utilisation 82.0% to 74.0%; time to first touch 5.4 to 3.1 hours."
    assert "gross margin +$96K, higher pay of reps -$110K." in money


def test_pairing_is_told_and_missing_ratios_are_not():
    made = example.compare_result()
    assert "7.4 to 7.7 times as many" in compare_words.how_sure(made)[0]
    bare = replace(made, alternatives=tuple(replace(a, variance_ratio=None) for a in made.alternatives))
    assert compare_words.how_sure(bare) == []


def test_names_cannot_steer_the_terminal():
    assert words.plain_name("a_b\x1b[31m") == "a b\ufffd[31m"


def test_an_interval_with_missing_ends():
    made = changed(mean=1e5, low=None, high=None, probability_better=1.0)
    assert isinstance(made.alternatives[0].differences["bookings"], Difference)
    assert "one simulated span only" in compare_words.alternative_words(made, made.alternatives[0])
