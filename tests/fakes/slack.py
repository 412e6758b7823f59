"""Slack's Web API as the bot's client meets it: calls are kept, answers are what a test says."""

from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

PLAIN_ANSWERS: dict[str, dict[str, Any]] = {
    "chat.postMessage": {"channel": "D0ANA000001", "ts": "1763000000.000100"},
}


class FakeSlackClient(AsyncWebClient):
    """The real client but for the network. `answers` are by method; a status other than 200 makes the SDK raise."""

    def __init__(self):
        super().__init__(token="xoxb-of-the-tests", retry_handlers=[])
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.answers: dict[str, dict[str, Any]] = {}
        self.status = 200
        self.headers_of_answers: dict[str, str] = {}
        self.broken: Exception | None = None

    async def api_call(self, api_method, *, params=None, json=None, data=None, **_rest):
        given = params or json or data or {}
        self.calls.append((api_method, {name: value for name, value in given.items() if value is not None}))
        if self.broken:
            raise self.broken
        return AsyncSlackResponse(
            client=self,
            http_verb="POST",
            api_url=api_method,
            req_args={},
            data={"ok": True, **PLAIN_ANSWERS.get(api_method, {}), **self.answers.get(api_method, {})},
            headers=self.headers_of_answers,
            status_code=self.status,
        ).validate()

    def refuse(self, method: str, error: str) -> None:
        self.answers[method] = {"ok": False, "error": error}

    @property
    def methods(self) -> list[str]:
        return [method for method, _ in self.calls]

    @property
    def view(self) -> dict[str, Any]:
        """The view that the one call opened, pushed, published or changed."""
        ((_, arguments),) = self.calls
        return arguments["view"]
