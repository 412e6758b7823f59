"""How much a test tries: little in every run, as much as was promised where `CONSULTA_FULL_SIZE` is set."""

import os

IS_FULL = bool(os.environ.get("CONSULTA_FULL_SIZE"))


def at_size(*, small: int, full: int) -> int:
    return full if IS_FULL else small
