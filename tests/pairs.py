"""On what the slow tests run: on both databases and by both of Slack's ways, or, to save time, on one of them.

The ordinary run tries each file on one, and the files between them on all; CONSULTA_TEST_PAIRS=both tries each on both.
"""

import os
import zlib
from collections.abc import Sequence

import pytest

IS_BOTH = os.environ.get("CONSULTA_TEST_PAIRS") == "both"


def is_chosen_by_itself(metafunc: pytest.Metafunc, name: str) -> bool:
    """Tell whether the test says on what it runs."""
    return any(name in str(mark.args[0]) for mark in metafunc.definition.iter_markers("parametrize"))


def chosen_of(kinds: Sequence[str], name: str) -> Sequence[str]:
    """Choose for a file, by its name, so that it is always the same."""
    return kinds if IS_BOTH else [kinds[zlib.crc32(name.encode()) % len(kinds)]]
