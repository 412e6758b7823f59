"""How professionals have set their list in Home; the words they searched for are sealed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from bot.domain.meeting_list import Cursor, Found, ListFilter, ListView, Span, StatusGroup
from storage.reading import AnyConnection
from storage.statements import insert_into
from storage.tables import list_view
from storage.vault import Vault

# Asked at each drawing of Home.
_USED = select(list_view.c.sealed).where(
    list_view.c.professional_id == bindparam("professional_id"), list_view.c.used_at > bindparam("used_after")
)
_FLAGS = ("has_previous", "has_next", "is_cut")


@dataclass(frozen=True, kw_only=True)
class SqlListViews:
    connection: AnyConnection
    vault: Vault

    async def find(self, professional_id: str, used_after: datetime) -> ListView | None:
        whose = {"professional_id": professional_id, "used_after": used_after}
        sealed = await self.connection.scalar(_USED, whose)
        return _view(self.vault.open(list_view.name, professional_id, sealed)) if sealed else None

    async def save(self, professional_id: str, view: ListView, now: datetime) -> None:
        values = {"sealed": self.vault.seal(list_view.name, professional_id, _texts(view)), "used_at": now}
        insert = insert_into(self.connection, list_view).values(professional_id=professional_id, **values)
        await self.connection.execute(insert.on_conflict_do_update(index_elements=["professional_id"], set_=values))


def _texts(view: ListView) -> dict[str, str]:
    texts = {
        "group": view.filter.group.value,
        "patient_id": view.filter.patient_id,
        "search": view.filter.search,
        "generation": str(view.generation),
        **_span_texts(view.filter.span),
    }
    return {**texts, **_cursor_texts(view.cursor), **_found_texts(view.found)}


def _cursor_texts(cursor: Cursor | None) -> dict[str, str]:
    if cursor is None:
        return {}
    side = "before" if cursor.is_backwards else "after"
    return {"side": side, "starts_at": cursor.starts_at.isoformat(), "beside": cursor.meeting_id}


def _found_texts(found: Found | None) -> dict[str, str]:
    if found is None:
        return {}
    flags = [name for name in _FLAGS if getattr(found, name)]
    return {"found": " ".join(found.meeting_ids), "flags": " ".join(flags)}


def _found(texts: dict[str, str]) -> Found | None:
    if "found" not in texts:
        return None
    flags = texts["flags"].split()
    return Found(meeting_ids=tuple(texts["found"].split()), **{name: name in flags for name in _FLAGS})


def _span_texts(span: Span | None) -> dict[str, str]:
    if span is None:
        return {}
    ends = {"since": span.since, "until": span.until}
    return {"span": span.words, **{name: end.isoformat() for name, end in ends.items() if end is not None}}


def _span(texts: dict[str, str]) -> Span | None:
    if "span" not in texts:
        return None
    since, until = (datetime.fromisoformat(texts[name]) if name in texts else None for name in ("since", "until"))
    return Span(since=since, until=until, words=texts["span"])


def _view(texts: dict[str, str]) -> ListView:
    cursor = None
    if "side" in texts:
        cursor = Cursor(
            starts_at=datetime.fromisoformat(texts["starts_at"]),
            meeting_id=texts["beside"],
            is_backwards=texts["side"] == "before",
        )
    return ListView(
        filter=ListFilter(
            group=StatusGroup(texts["group"]),
            patient_id=texts["patient_id"],
            search=texts["search"],
            span=_span(texts),
        ),
        cursor=cursor,
        generation=int(texts["generation"]),
        found=_found(texts),
    )
