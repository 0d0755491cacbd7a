"""What was made of what, as Prefect assets: corpora, runs, counts, reports, models, and the steps between them.

Prefect's own server keeps each as an event, *asset materialized*, with what it was made of as related resources; Prefect Cloud
draws them as a graph.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from prefect.assets import Asset, AssetProperties, add_asset_metadata, materialize
from prefect.cache_policies import NO_CACHE

Thing = tuple[str, str]
"""Its kind (``corpus``, ``run``, ``count``, ``report``, ``comparison``, ``models``) and its name."""


def key(thing: Thing) -> str:
    """Return the asset's key, such as ``communique://corpus/facts4eu-2022``."""
    kind, name = thing
    return f"communique://{kind}/{quote(name, safe='').replace('%', '~')}"


def made(thing: Thing, *, of: Sequence[Thing], facts: Mapping[str, object], page: Path | None = None) -> None:
    """Record that a flow has made something.

    Parameters
    ----------
    thing
        What was made.
    of
        What it was made of.
    facts
        What is worth knowing of it: numbers, versions.
    page
        Where a person can look at it.
    """
    kind, name = thing
    asset = Asset(
        key=key(thing),
        properties=AssetProperties(name=f"{kind} {name}", url=page.absolute().as_uri() if page else None),
    )

    @materialize(
        asset,
        asset_deps=[Asset(key=key(one)) for one in of],
        name="record what was made",
        task_run_name=f"record {kind} {name}",
        cache_policy=NO_CACHE,
    )
    def record() -> None:
        add_asset_metadata(asset, dict(facts))

    record()
