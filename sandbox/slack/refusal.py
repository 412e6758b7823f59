"""How the sandbox's Slack says no."""

from collections.abc import Sequence
from typing import Any


class SlackRefusal(Exception):
    """An answer `ok: false`: the error word of Slack's documentation, with messages or other fields beside it."""

    def __init__(self, error: str, *, messages: Sequence[str] = (), **fields: str) -> None:
        super().__init__(" ".join([error, *messages]))
        self.error = error
        self.messages = list(messages)
        self.fields = fields

    def answer(self) -> dict[str, Any]:
        answer: dict[str, Any] = {"ok": False, "error": self.error, **self.fields}
        if self.messages:
            answer["response_metadata"] = {"messages": self.messages}
        return answer
