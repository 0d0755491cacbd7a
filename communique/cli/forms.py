"""The fields of the flows' forms: titled, described, bounded, with drop-downs of what exists when the form is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import Field

from communique import resources
from communique.annotate import DEFAULT_MODELS
from communique.intake import known_corpora
from communique.sources import load_sources
from communique.store import Store

NEWEST = "newest"

REPORTS_URL = "COMMUNIQUE_REPORTS_URL"
"""Environment variable in which ``communique serve`` tells the flows where it serves the reports."""


def field(title: str, description: str, options: Callable[[], list[str]] | None = None, **bounds: Any) -> Any:
    """Describe a parameter of a flow.

    Parameters
    ----------
    title, description
        What the form shows.
    options
        Lists the values of a drop-down, asked when the flow's file is loaded, which a deployment does anew; a flow that is
        called from Python takes any value, and says itself what is wrong with it.
    bounds
        ``ge``, ``le``, ``min_length`` ... of pydantic's ``Field``.
    """
    extra: dict[str, Any] = {"title": title, "description": description}
    if options is not None:
        extra["enum"] = options()
    return Field(json_schema_extra=extra, **bounds)


def corpora() -> list[str]:
    """List the corpora that can be annotated."""
    return list(known_corpora(Store(resources.store_url())))


def runs() -> list[str]:
    """List the coded runs, and what stands for the newest."""
    return [NEWEST, *Store(resources.store_url()).run_names()]


def earlier_runs() -> list[str]:
    """List the runs to compare with, and what stands for the one before."""
    return ["previous", *Store(resources.store_url()).run_names()]


def compared_runs() -> list[str]:
    """List the runs to compare with, and the empty choice: no comparison."""
    return ["", *earlier_runs()]


def profiles() -> list[str]:
    """List the rule profiles."""
    return resources.names("configs", "profiles/*.yaml")


def models() -> list[str]:
    """List the models that decide: the name alone for the newest version, then every version."""
    return [DEFAULT_MODELS, *(n for n in resources.names("models", "*/manifest.json") if n.startswith(DEFAULT_MODELS))]


def counts() -> list[str]:
    """List the counts, and what stands for the newest."""
    return [NEWEST, *Store(resources.store_url()).list_counts()]


def publishers() -> list[str]:
    """List the publishers that are known, and the empty choice."""
    return ["", *sorted(load_sources())]


def languages() -> list[str]:
    """List the languages, and the empty choice: it is detected."""
    return ["", "en", "fr", "ru"]
