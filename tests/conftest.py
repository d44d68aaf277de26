"""Shared by the tests: the corpus beside the repository, access to a page's records."""

from pathlib import Path

import pytest

pytest.register_assert_rewrite("corpus.checks")

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real pages; tests that need it are skipped where it is absent."""
    if not CORPUS.is_dir():
        pytest.skip("no corpus beside the repository (../shared/corpus)")
    return CORPUS
