"""How much is done: a little with every run of the tests, everything when asked for by CONSULTA_RELIABILITY=full."""

import os
import random

IS_FULL = os.environ.get("CONSULTA_RELIABILITY") == "full"
DICE = random.Random(int(os.environ.get("CONSULTA_TEST_SEED", "20261125")))  # noqa: S311 - moments to strike, no secrets


def sized(small: int, full: int) -> int:
    return full if IS_FULL else small
