"""``configs/profiles/*.yaml`` → `communique.count.profile.Profile`, with every fault of a file at once and its line."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable, Sequence

from communique import resources
from communique.codebook import CallType, Format, Medium, OccasionId
from communique.config_files import Section, read_config
from communique.count.profile import (
    ALL_TIME,
    SAME_CALL,
    CrossSource,
    Exclusion,
    Initiator,
    Profile,
    Selection,
    Side,
    When,
    Window,
)
from communique.errors import did_you_mean
from communique.gazetteer import load_gazetteer
from communique.sources import LANGUAGES, load_sources

_CONDITIONS = ("occasions", "initiator", "medium", "format")


def load_profile(name_or_path: str) -> Profile:
    """Load a rule profile.

    Parameters
    ----------
    name_or_path
        Its id (``facts4eu-2022``), or a path to a YAML file.

    Raises
    ------
    ResourceNotFoundError
        When there is no such profile.
    ConfigError
        With every fault of the file.
    """
    return read_config(resources.profile_path(name_or_path), _profile)


def _profile(section: Section) -> Profile:
    section.choice("unit", ["calls"], "calls")
    selection = _selection(section.section("selection", required=False))
    windows = _windows(section)
    return Profile(
        id=section.text("id"),
        title=section.text("title"),
        description=section.text("description", ""),
        selection=selection,
        windows=windows,
        exclusions=_exclusions(section),
        cross_source=_cross_source(section, selection, windows),
        expected=_expected(section, "expected", selection, windows),
        expected_cross_source=_expected(section, "expected_cross_source", selection, windows),
    )


def _selection(section: Section) -> Selection:
    principal = section.text("principal", "")
    if principal:
        _check_person(section, "principal", principal)
    counterparts = tuple(section.texts("counterparts", []))
    for person in counterparts:
        _check_person(section, "counterparts", person)
    if principal in counterparts:
        section.fault(f"{principal!r} is the principal and a counterpart. Take it out of one of the two.", "counterparts")
    _check_distinct(section, "counterparts", counterparts)
    selection = Selection(
        sources=tuple(section.choices("sources", load_sources(), [])),
        languages=tuple(section.choices("languages", LANGUAGES, [])),
        medium=tuple(Medium(m) for m in section.choices("medium", Medium, [])),
        formats=tuple(Format(f) for f in section.choices("formats", Format, [])),
        principal=principal,
        counterparts=counterparts,
        initiators=tuple(Initiator(i) for i in section.choices("initiators", Initiator, [])),
        call_types=tuple(CallType(c) for c in section.choices("call_types", CallType, [])),
    )
    section.done()
    return selection


def _check_person(section: Section, key: str, person: str) -> None:
    people = load_gazetteer().people
    if person not in people:
        near = difflib.get_close_matches(person.casefold(), people, n=1, cutoff=0.5)
        question = f" Did you mean {near[0]}?" if near else ""
        section.fault(
            f"unknown person {person!r}. The ids stand in the first column of configs/gazetteer/*.csv.{question}", key
        )


def _identifier(section: Section) -> str:
    """Read an id that will stand in ledgers and tables."""
    found = section.text("id")
    if section.has("id") and not found.strip():
        section.fault("the id is empty. Give it a short name.", "id")
    return found


def _check_distinct(section: Section, key: str, values: Sequence[str]) -> None:
    for value in sorted({v for v in values if values.count(v) > 1}):
        section.fault(f"{value!r} stands twice in {key!r}. Keep one.", key)


def _windows(section: Section) -> tuple[Window, ...]:
    read: list[tuple[Section, Window]] = []
    for item in section.sections("windows", required=False):
        first = item.date("from")
        # without a last day the window is open
        last = item.date("to", dt.date.max)
        window = Window(_identifier(item), item.text("title", item.text("id") or "window"), first, last)
        item.done()
        if last < first:
            item.fault(f"window {window.id!r} ends on {last}, before it starts on {first}. Change one of the two.", "to")
        for _, other in read:
            if other.id == window.id:
                item.fault(f"two windows have the id {window.id!r}. Give each its own.", "id")
            # a window whose start could not be read has its own fault already
            if dt.date.min not in {first, other.first} and first <= other.last and other.first <= last:
                item.fault(
                    f"window {window.id!r} ({first} to {last}) overlaps {other.id!r} ({other.first} to {other.last}): "
                    "a call would be counted twice. Set them apart.",
                    "from",
                )
        read.append((item, window))
    return tuple(window for _, window in read) or (ALL_TIME,)


def _exclusions(section: Section) -> tuple[Exclusion, ...]:
    found: list[Exclusion] = []
    for item in section.sections("exclusions", required=False):
        exclusion = Exclusion(
            id=_identifier(item),
            title=item.text("title", item.text("id") or "rule"),
            because=item.text("because"),
            when=_when(item.section("when")) if item.has("when") else _missing(item),
        )
        item.done()
        if exclusion.id == SAME_CALL:
            item.fault(f"the id {SAME_CALL!r} is that of the built-in rule, which always comes first. Choose another.", "id")
        if exclusion.id in {other.id for other in found}:
            item.fault(f"two exclusions have the id {exclusion.id!r}. Give each its own.", "id")
        found.append(exclusion)
    return tuple(found)


def _missing(item: Section) -> When:
    """Record that an exclusion has no conditions."""
    item.section("when")
    return When()


def _when(section: Section) -> When:
    call_type = section.choice("call_type", [*CallType, "any"], "any")
    when = When(
        occasions=tuple(OccasionId(o) for o in section.choices("occasions", OccasionId, [])),
        by=Side(section.choice("by", Side, Side.ANY)),
        call_type=None if call_type == "any" else CallType(call_type),
        initiators=tuple(Initiator(i) for i in section.choices("initiator", Initiator, [])),
        medium=tuple(Medium(m) for m in section.choices("medium", Medium, [])),
        formats=tuple(Format(f) for f in section.choices("format", Format, [])),
    )
    section.done()
    if section.has("by") and not section.has("occasions"):
        section.fault("'by' says who paid a courtesy, but no 'occasions' are named. Name them, or take 'by' out.", "by")
    # a list in which every word is wrong has its own faults already; so has a mapping that is missing
    if when == When() and not any(section.data.get(name) for name in _CONDITIONS):
        section.fault(
            f"'when' sets no condition, so that every call would be left out. Name a call_type or {', '.join(_CONDITIONS)}."
        )
    return when


def _cross_source(section: Section, selection: Selection, windows: Iterable[Window]) -> CrossSource | None:
    if not section.has("cross_source"):
        section.mapping("cross_source")
        return None
    part = section.section("cross_source")
    source = part.choice("with", load_sources())
    known = [window.id for window in windows]
    found = CrossSource(source, tuple(part.choices("windows", known, known)))
    part.done()
    if source in selection.sources:
        part.fault(f"{source!r} is one of the sources that are counted. Compare with another.", "with")
    return found


def _expected(section: Section, key: str, selection: Selection, windows: Iterable[Window]) -> dict[str, dict[str, int]]:
    part = section.section(key, required=False)
    known = [window.id for window in windows]
    found: dict[str, dict[str, int]] = {}
    for window in list(part.data):
        if window not in known:
            part.fault(f"unknown window {window!r}. {did_you_mean(str(window), known)}", window)
            part.mapping(window)
            continue
        people = part.section(window)
        found[window] = {}
        for person in list(people.data):
            number = people.integer(person)
            if selection.counterparts and person not in selection.counterparts:
                people.fault(f"{person!r} is no counterpart. {did_you_mean(str(person), selection.counterparts)}", person)
            elif not selection.counterparts:
                _check_person(people, person, str(person))
            if number < 0:
                people.fault(f"the number of calls with {person!r} must be 0 or more, not {number}.", person)
            found[window][str(person)] = number
    part.done()
    if key == "expected_cross_source" and part.data and not section.has("cross_source"):
        section.fault("numbers are expected of a cross-source check, but no 'cross_source' is named. Add it.", key)
    return found
