"""One small town for every test here; building it takes a tenth of a second."""

import pytest

from hotich.synthetic.people import Town, build_town


@pytest.fixture(scope="session")
def town() -> Town:
    return build_town(seed=7, n=4000)
