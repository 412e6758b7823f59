"""Reading: what repositories need of a connection, and a SQLite file read where the reader stands.

SQLite is no server but a function: an indexed read takes it some 10 us. Handing a statement to a thread and its rows
back took 300 us more, in four steps. So a file is read in the event loop; it is written in a thread, as a commit waits
for the disk. Readers do not wait for writers in WAL mode.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, Protocol, Self, TypeAlias

from sqlalchemy import Connection, CursorResult, Dialect, Engine, Executable

Parameters: TypeAlias = Mapping[str, Any] | Sequence[Mapping[str, Any]]


class AnyConnection(Protocol):
    """What SQLAlchemy's AsyncConnection can, as far as repositories use it."""

    @property
    def dialect(self) -> Dialect: ...

    async def execute(self, statement: Executable, parameters: Parameters | None = None, /) -> CursorResult[Any]: ...

    async def scalar(self, statement: Executable, parameters: Mapping[str, Any] | None = None, /) -> Any: ...  # noqa: ANN401 - theirs


class Reader(Protocol):
    """What SQLAlchemy's AsyncEngine can, as far as it is read over."""

    def connect(self) -> AbstractAsyncContextManager[AnyConnection]: ...

    async def dispose(self) -> None: ...


@dataclass(frozen=True, kw_only=True)
class FileConnection:
    """Answers at once. Rows are read as the result is: take them before anything else is awaited."""

    connection: Connection

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        """Leave it open: it is lent again."""

    @property
    def dialect(self) -> Dialect:
        return self.connection.dialect

    async def execute(self, statement: Executable, parameters: Parameters | None = None, /) -> CursorResult[Any]:
        return self.connection.execute(statement, parameters)

    async def scalar(self, statement: Executable, parameters: Mapping[str, Any] | None = None, /) -> Any:  # noqa: ANN401 - theirs
        return self.connection.scalar(statement, parameters)


@dataclass(kw_only=True)
class FileReader:
    """Lends the one connection to whoever reads: no statement begins before the one before it has ended.

    It is opened when it is first asked for. The engine must not begin transactions: they would last.
    """

    engine: Engine
    _opened: FileConnection | None = None

    def connect(self) -> FileConnection:
        if self._opened is None:
            self._opened = FileConnection(connection=self.engine.connect())
        return self._opened

    async def dispose(self) -> None:
        if self._opened is not None:
            self._opened.connection.close()
        self.engine.dispose()
