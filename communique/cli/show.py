"""``communique show`` and ``profiles``: one coded call, and the rules that exist, in the terminal."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.text import Text

from communique import count, resources
from communique.cli.terminal import OUT, friendly, print_json, print_table
from communique.errors import InputError
from communique.records import Call, CodedReadout
from communique.store import Store


def show(
    call: Annotated[str, typer.Argument(help="Id of a call, such as kremlin-2022-02-24#1.")],
    run: Annotated[str, typer.Option(help="Id of a coded run; else every run is searched, the newest id last.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the call as JSON.")] = False,
) -> None:
    """Show one call: every field, what decided it, and the words it rests on."""
    with friendly():
        coded, found = _find(call, run)
        if as_json:
            import msgspec  # noqa: PLC0415 - only here

            print_json(msgspec.to_builtins(found))
            return
        OUT.print(
            Text(f"{coded.readout.title or '(no title)'}  [{coded.readout.source}, {coded.readout.published}]", style="bold")
        )
        rows = []
        for field, decision in found.decisions.items():
            chance = f"{decision.probability:.2f}" if decision.probability is not None else ""
            words = " … ".join(e.quote for e in decision.evidence)[:90]
            rows.append((field, decision.value, f"{decision.by} {decision.name} {decision.version}", chance, words))
        rows += [
            (
                "occasion",
                f"{o.id}: {o.by} → {o.to}",
                "model occasions",
                _chance(o.decision),
                o.evidence.quote[:90] if o.evidence else "",
            )
            for o in found.occasions
        ]
        rows += [
            ("tone", f"{'+'.join(t.labels)} ({t.toward})", "model tone", _chance(t.decision), t.evidence.quote[:90])
            for t in found.tone
        ]
        print_table(found.id, ("field", "value", "decided by", "probability", "words"), rows)


def _chance(decision: object) -> str:
    probability = getattr(decision, "probability", None)
    return f"{probability:.2f}" if probability is not None else ""


def _find(call_id: str, run_id: str) -> tuple[CodedReadout, Call]:
    """Find a call in a run, or in any.

    Raises
    ------
    InputError
        When no run has it.
    """
    store = Store(resources.store_url())
    for name in [run_id] if run_id else store.list_runs():
        for coded in store.run(name).read():
            for call in coded.calls:
                if call.id == call_id:
                    return coded, call
    way_out = "Ids stand in the report and in calls.csv; code the texts first with 'communique run'."
    msg = f"no coded run in {store.url} has a call {call_id!r}. {way_out}"
    raise InputError(msg)


def profiles(
    name: Annotated[str, typer.Argument(help="A profile to explain; without it all are listed.")] = "",
) -> None:
    """List the rule profiles, or say in plain words what one of them counts."""
    with friendly():
        if name:
            for sentence in count.profile_sentences(count.load_profile(name)):
                OUT.print(sentence, markup=False)
            return
        rows = [(p, count.load_profile(p).title) for p in resources.names("configs", "profiles/*.yaml")]
        print_table("Rule profiles", ("profile", "counts"), rows)
