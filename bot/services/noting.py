"""Whether what somebody asked for may have been done: what they are told when something breaks depends on it."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from bot.stores import Repositories, Store


@dataclass
class Commits:
    """`may_be` is set as soon as a transaction is to be committed: from then on nobody can say that nothing changed."""

    may_be: bool = False


# Of the request that is being answered, wherever below it a service writes.
_COMMITS: ContextVar[Commits | None] = ContextVar("commits", default=None)


@contextmanager
def noting() -> Iterator[Commits]:
    """Note what is committed within the block."""
    commits = Commits()
    token = _COMMITS.set(commits)
    try:
        yield commits
    finally:
        _COMMITS.reset(token)


@dataclass(frozen=True, kw_only=True)
class NotingStore:
    """The store, which notes each commit where somebody wants to know."""

    store: Store

    def reading(self) -> AbstractAsyncContextManager[Repositories]:
        return self.store.reading()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Repositories]:
        async with self.store.writing() as work:
            yield work
            commits = _COMMITS.get()
            if commits is not None:
                commits.may_be = True
