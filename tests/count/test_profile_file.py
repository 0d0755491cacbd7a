"""Profiles are read whole or not at all: every fault of a file is named at once, with its line and the way out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from communique import resources
from communique.codebook import CallType, Medium, OccasionId
from communique.count import load_profile, with_rules_of
from communique.count.profile import ALL_TIME, Side
from communique.errors import ConfigError, ResourceNotFoundError

GOOD = """\
id: made
title: Made for a test
selection:
  sources: [kremlin]
  medium: phone
  principal: vladimir-putin
  counterparts: [emmanuel-macron]
windows:
  - id: early
    title: early
    from: 2017-05-07
    to: 2022-02-23
  - id: late
    from: 2022-02-24
exclusions:
  - id: holiday
    title: Holiday
    because: It is protocol.
    when: {occasions: [national_day], by: principal, call_type: ceremonial, initiator: principal}
cross_source:
  with: elysee
  windows: [late]
expected:
  late: {emmanuel-macron: 14}
expected_cross_source:
  late: {emmanuel-macron: 6}
"""


def read(tmp_path: Path, text: str) -> list[str]:
    """Read a profile and return its faults without the folder they stand in."""
    path = tmp_path / "made.yaml"
    path.write_text(text, encoding="utf-8")
    try:
        load_profile(str(path))
    except ConfigError as error:
        return [fault.removeprefix(f"{tmp_path}/") for fault in error.faults]
    return []


def test_every_key_of_a_profile_arrives(tmp_path: Path) -> None:
    path = tmp_path / "made.yaml"
    path.write_text(GOOD, encoding="utf-8")
    profile = load_profile(str(path))
    assert profile.selection.sources == ("kremlin",)
    assert profile.selection.medium == (Medium.PHONE,)
    assert [(w.id, w.title, w.first, w.last) for w in profile.windows] == [
        ("early", "early", dt.date(2017, 5, 7), dt.date(2022, 2, 23)),
        ("late", "late", dt.date(2022, 2, 24), dt.date.max),
    ]
    (rule,) = profile.exclusions
    assert (rule.when.occasions, rule.when.by, rule.when.call_type) == (
        (OccasionId.NATIONAL_DAY,),
        Side.PRINCIPAL,
        CallType.CEREMONIAL,
    )
    assert rule.when.initiators == ("principal",)
    assert profile.cross_source is not None
    assert (profile.cross_source.source, profile.cross_source.windows) == ("elysee", ("late",))
    assert profile.expected == {"late": {"emmanuel-macron": 14}}
    assert profile.expected_cross_source == {"late": {"emmanuel-macron": 6}}


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("[national_day]", "[bastille]", "made.yaml:19: unknown occasions 'bastille'. Known: anniversary"),
        ("[national_day]", "[national_days]", "Did you mean national_day?"),
        ("to: 2022-02-23", "to: 2017-05-06", "made.yaml:12: window 'early' ends on 2017-05-06, before it starts on 2017-05-07"),
        ("from: 2022-02-24", "from: 2022-02-23", "made.yaml:14: window 'late' (2022-02-23 to 9999-12-31) overlaps 'early'"),
        (
            "from: 2017-05-07",
            "from: 2017-02-30",
            "made.yaml:11: 'windows[0].from' must be a date such as 2022-02-24, not '2017-02-30'",
        ),
        ("from: 2017-05-07", "from: May 2017", "made.yaml:11: 'windows[0].from' must be a date"),
        ("from: 2017-05-07", "from: 2017-05-07T10:00:00", "made.yaml:11: 'windows[0].from' must be a date without a time"),
        ("    from: 2017-05-07\n", "", "made.yaml:9: 'windows[0].from' is missing"),
        ("- id: late", "- id: early", "made.yaml:13: two windows have the id 'early'"),
        ("vladimir-putin", "wladimir-putin", "made.yaml:6: unknown person 'wladimir-putin'"),
        ("vladimir-putin", "wladimir-putin", "Did you mean vladimir-putin?"),
        ("[emmanuel-macron]", "[macron]", "made.yaml:7: unknown person 'macron'"),
        ("[emmanuel-macron]", "[emmanuel-macron, vladimir-putin]", "is the principal and a counterpart"),
        ("[emmanuel-macron]", "[emmanuel-macron, emmanuel-macron]", "made.yaml:7: 'emmanuel-macron' stands twice"),
        ("[kremlin]", "[kremlim]", "made.yaml:4: unknown sources 'kremlim'"),
        ("medium: phone", "medium: telephone", "made.yaml:5: unknown medium 'telephone'"),
        ("medium: phone", "media: phone", "made.yaml:5: unknown key 'selection.media'"),
        ("medium: phone", "medium: phone\n  languages: [eng]", "made.yaml:6: unknown languages 'eng'"),
        ("by: principal", "by: putin", "made.yaml:19: unknown by 'putin'. Known: any, counterpart, principal"),
        ("call_type: ceremonial", "call_type: courtesy", "made.yaml:19: unknown call_type 'courtesy'"),
        ("occasions: [national_day], ", "", "'by' says who paid a courtesy, but no 'occasions' are named"),
        ("occasions: [national_day], by: principal, call_type: ceremonial, initiator: principal", "", "would be left out"),
        ("    because: It is protocol.\n", "", "made.yaml:16: 'exclusions[0].because' is missing"),
        ("- id: holiday", "- id: same-call", "made.yaml:16: the id 'same-call' is that of the built-in rule"),
        ("- id: holiday", "- id: ''", "made.yaml:16: the id is empty"),
        ("with: elysee", "with: kremlin", "made.yaml:21: 'kremlin' is one of the sources that are counted"),
        (
            "windows: [late]",
            "windows: [lately]",
            "made.yaml:22: unknown windows 'lately'. Known: early, late. Did you mean late?",
        ),
        ("expected:\n  late", "expected:\n  latest", "made.yaml:24: unknown window 'latest'"),
        ("emmanuel-macron: 14", "theresa-may: 1", "made.yaml:24: 'theresa-may' is no counterpart"),
        ("emmanuel-macron: 14", "emmanuel-macron: -1", "must be 0 or more, not -1"),
        ("emmanuel-macron: 14", "emmanuel-macron: some", "must be a whole number, not 'some'"),
        ("cross_source:\n  with: elysee\n  windows: [late]\n", "", "no 'cross_source' is named"),
        ("id: made", "id: mad", "made.yaml:1: the id is 'mad' but the file is named 'made'"),
        ("id: made", "id: made\nunit: readouts", "made.yaml:2: unknown unit 'readouts'"),
        ("selection:", "selections:", "unknown key 'selections'"),
        ("id: made", "id: made\n- broken", "malformed YAML"),
    ],
)
def test_a_fault_is_named_with_its_line_and_the_way_out(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert old in GOOD
    assert read(tmp_path, GOOD) == []
    found = read(tmp_path, GOOD.replace(old, new, 1))
    assert any(fault in line for line in found), found
    assert all(line.startswith("made.yaml:") and line.split(":")[1].isdigit() for line in found)


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    broken = GOOD.replace("[kremlin]", "[kremlim]").replace("2017-05-07", "2017-02-30").replace("[national_day]", "[bastille]")
    broken = broken.replace("emmanuel-macron: 14", "emmanuel-macron: many")
    assert [line.split(":")[1] for line in read(tmp_path, broken)] == ["4", "11", "19", "24"]


def test_a_window_without_a_readable_start_is_not_said_to_overlap(tmp_path: Path) -> None:
    assert not any("overlaps" in line for line in read(tmp_path, GOOD.replace("from: 2022-02-24", "from: soon")))


def test_an_unknown_profile_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ResourceNotFoundError, match=r"facts4eu-2022.*Did you mean facts4eu-2022\?"):
        load_profile("facts4eu")


def test_every_shipped_profile_loads_and_has_a_title_and_a_description() -> None:
    for path in (resources.shipped("configs") / "profiles").glob("*.yaml"):
        profile = load_profile(path.stem)
        assert (profile.id, bool(profile.title), bool(profile.description)) == (path.stem, True, True)


def test_the_reference_profile_holds_the_published_numbers() -> None:
    profile = load_profile("facts4eu-2022")
    before, since = profile.windows
    assert (before.first, before.last) == (dt.date(2017, 5, 7), dt.date(2022, 2, 23))
    assert (since.first, since.last) == (dt.date(2022, 2, 24), dt.date(2022, 10, 31))
    assert list(profile.expected[before.id].values()) == [60, 1, 4, 0]
    assert list(profile.expected[since.id].values()) == [14, 0, 0, 0]
    assert profile.expected_cross_source == {since.id: {"emmanuel-macron": 6}}
    assert all(rule.when.by is Side.PRINCIPAL and rule.when.call_type is CallType.CEREMONIAL for rule in profile.exclusions)


def test_a_profile_without_windows_has_one_of_all_dates() -> None:
    assert load_profile("all-phone-calls").windows == (ALL_TIME,)


def test_one_question_under_other_rules_keeps_people_and_windows_and_expects_nothing() -> None:
    base, rules = load_profile("facts4eu-2022"), load_profile("initiated-by-other-side")
    mixed = with_rules_of(base, rules)
    assert (mixed.id, mixed.windows, mixed.exclusions, mixed.expected) == (rules.id, base.windows, (), {})
    assert mixed.selection.counterparts == base.selection.counterparts
    assert mixed.selection.initiators == ("counterpart",)
