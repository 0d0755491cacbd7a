"""Models trained once for all tests of learning."""

from __future__ import annotations

from pathlib import Path

import pytest
from learn.small_corpus import write_corpus

from communique.learn import train_models

VERSION = "7.3.1"


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_corpus(tmp_path_factory.mktemp("corpora") / "small-en")


@pytest.fixture(scope="session")
def trained(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Train on the small corpus."""
    return train_models([corpus], tmp_path_factory.mktemp("home") / "models", version=VERSION)
