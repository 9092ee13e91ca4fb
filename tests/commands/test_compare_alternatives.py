"""`--alt "NAME: path=value, …"`, read with care."""

import pytest

from simsales.commands.alternatives import Changes, read_changes
from simsales.errors import InputError


@pytest.mark.parametrize(
    ("text", "overrides"),
    [
        ("A: x.y=1", ["x.y=1"]),
        ("A:x.y=1,z=2", ["x.y=1", "z=2"]),
        (" A :  x.y = 1 , z = two words ", ["x.y=1", "z=two words"]),
        ("A: s.season=[1, 1.2, 1, 0.8], b=2", ["s.season=[1, 1.2, 1, 0.8]", "b=2"]),
        ("A: e={lognormal: {mean: 2, cv: 1}}, b=2", ["e={lognormal: {mean: 2, cv: 1}}", "b=2"]),
        ('A: about="one, two", b=2', ['about="one, two"', "b=2"]),
        ("A: about=it's, b=2", ["about=it's", "b=2"]),
        ("A: x={a: '}, {', b: 2}", ["x={a: '}, {', b: 2}"]),
        ("A: url=http://a=b", ["url=http://a=b"]),
    ],
)
def test_values_keep_their_commas(text, overrides):
    assert read_changes(text) == Changes("A", tuple(overrides))


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("x.y=1", "character 1", "has no name"),
        ("x={a: 1}", "character 1", "has no name"),
        (": x=1", "character 1", "empty name"),
        ("More reps", "character 9", "sets nothing"),
        ("A: x=1, y", "character 9", 'write "y=VALUE"'),
        ("A: x=1; y=2", "character 7", "use a comma"),
        ("A: x=1,, y=2", "character 8", "between two commas"),
        ("A: x=1,", "character 8", "between two commas"),
        ("A: x=, y=2", "character 6", "no value"),
        ("A: =5", "character 4", "no path"),
        ("A: x=[1, 2, y=3", "character 6", "never closed"),
        ("A: x=1], y=3", "character 7", "closes nothing"),
        ("A: x=[1}, y=3", "character 8", "closes nothing"),
        ("A: x='1, y=3", "character 6", "never closed"),
    ],
)
def test_faults_name_the_argument_and_the_character(text, place, says):
    with pytest.raises(InputError) as caught:
        read_changes(text, number=2)
    assert f"--alt 2, {place}" in str(caught.value) and says in str(caught.value)
