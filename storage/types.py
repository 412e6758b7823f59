"""Column types, and the database's own clock."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, DateTime, Dialect, Enum, Integer, String, TypeDecorator
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from bot.domain.local_time import require_utc

# SQLite counts up only in its INTEGER; PostgreSQL has room for more.
COUNTING = BigInteger().with_variant(Integer(), "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC instant. SQLite keeps it as text without offset, which sorts as time does."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        instant = require_utc(value)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class WallTime(TypeDecorator[datetime]):
    """What a clock on the wall shows, without a zone: an aware time is refused."""

    impl = DateTime(timezone=False)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - theirs
        if value is not None and value.tzinfo is not None:
            raise ValueError("a wall time is naive; its zone stands beside it")
        return value


class Zone(TypeDecorator[ZoneInfo]):
    """An IANA zone by its name."""

    impl = String(64)
    cache_ok = True

    def process_bind_param(self, value: ZoneInfo | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - theirs
        return value.key if value is not None else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> ZoneInfo | None:  # noqa: ARG002 - theirs
        return ZoneInfo(value) if value is not None else None


class Seconds(TypeDecorator[timedelta]):
    """A length of time in whole seconds."""

    impl = Integer()
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - theirs
        return round(value.total_seconds()) if value is not None else None

    def process_result_value(self, value: int | None, dialect: Dialect) -> timedelta | None:  # noqa: ARG002 - theirs
        return timedelta(seconds=value) if value is not None else None


def words(of: type[StrEnum], name: str) -> Enum:
    """Make a text column that takes the values of an enum only, by a CHECK named after the column."""
    return Enum(
        of,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


class DatabaseNow(FunctionElement[int]):
    """The database's clock in milliseconds since 1970: all replicas agree on it, whatever their own clocks say."""

    type = BigInteger()
    inherit_cache = True


@compiles(DatabaseNow, "sqlite")
def _on_sqlite(_element: DatabaseNow, _compiler: SQLCompiler, **_: object) -> str:
    return "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)"


@compiles(DatabaseNow, "postgresql")
def _on_postgresql(_element: DatabaseNow, _compiler: SQLCompiler, **_: object) -> str:
    return "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)"
