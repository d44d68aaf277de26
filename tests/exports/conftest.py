"""What the tests of exports share."""

from pathlib import Path

import pytest

SCHEMAS = Path(__file__).resolve().parents[3] / "shared" / "oparl-1.1"


@pytest.fixture(scope="session")
def oparl_schemas() -> Path:
    """The folder with OParl's schemas; tests that need it are skipped where it is absent."""
    if not SCHEMAS.is_dir():
        pytest.skip("no schemas beside the repository (../shared/oparl-1.1)")
    return SCHEMAS
