"""The addresses of the sandbox's one page. The application around them refuses what other sites send."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route

from sandbox.control.answers import Arguments, Endpoint, controlled
from sandbox.control.persons import person_of
from sandbox.page.around import surroundings
from sandbox.page.files import PageFiles, index
from sandbox.page.mails import html_of, shown_mail
from sandbox.page.seen import slack_of
from sandbox.page.stream import word_of_changes
from sandbox.world import World

_FRESH = {"Cache-Control": "no-store"}


def page_routes(world: World) -> list[BaseRoute]:
    """The page, what it shows, and word of when to look again; what people do goes to the control interface."""

    def changes(request: Request) -> Response:
        words = word_of_changes(world, person_of(world, request).user_id)
        return StreamingResponse(words, media_type="text/event-stream", headers=_FRESH)

    return [
        Route("/", _found(lambda _: index())),
        Mount("/static", PageFiles()),
        Route("/page/world", _looked(lambda _: surroundings(world))),
        Route("/page/people/{user_id}", _looked(lambda request: slack_of(world, person_of(world, request).user_id))),
        Route("/page/people/{user_id}/changes", _found(changes)),
        Route("/page/mail/{number:int}", _looked(lambda request: shown_mail(world, _number(request)))),
        Route("/page/mail/{number:int}/html", _found(lambda request: html_of(world, _number(request)))),
        Route("/page/traffic/{number:int}", _looked(lambda request: world.traffic.numbered(_number(request)))),
    ]


def _number(request: Request) -> int:
    number: int = request.path_params["number"]
    return number


def _looked(look: Callable[[Request], object]) -> Endpoint:
    """Answer what `look` sees, as JSON that no cache keeps."""

    async def action(request: Request, _arguments: Arguments) -> object:
        return look(request)

    return controlled(action)


def _found(answer: Callable[[Request], Response]) -> Endpoint:
    """Answer, or say in words that there is no such thing."""

    async def endpoint(request: Request) -> Response:
        try:
            return answer(request)
        except LookupError as error:
            return PlainTextResponse(str(error), status_code=404)

    return endpoint
