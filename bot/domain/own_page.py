"""The professional's own page: a link to hand out, by which patients choose them."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class OwnPage:
    """`slug` is random, and on paper for as long as the professional likes: switched on again, the page keeps it."""

    professional_id: str
    slug: str
    is_on: bool = True
