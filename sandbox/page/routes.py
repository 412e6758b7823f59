"""The addresses of the sandbox's page. The application around them refuses what other sites send."""

from starlette.routing import BaseRoute, Route

from sandbox.page.people_pages import PeoplePages
from sandbox.page.rendering import page_environment
from sandbox.page.world_pages import WorldPages
from sandbox.world import World


def page_routes(world: World) -> list[BaseRoute]:
    """Everybody's Slack, and the world around it."""
    environment = page_environment()
    people = PeoplePages(world=world, environment=environment)
    around = WorldPages(world=world, environment=environment)
    return [
        Route("/", around.index),
        Route("/people/{user_id}", people.show),
        Route("/people/{user_id}/home", people.open_home, methods=["POST"]),
        Route("/people/{user_id}/command", people.command, methods=["POST"]),
        Route("/people/{user_id}/shortcut", people.shortcut, methods=["POST"]),
        Route("/people/{user_id}/use", people.use, methods=["POST"]),
        Route("/mailbox", around.mailboxes),
        Route("/mailbox/{address}", around.mailbox),
        Route("/zoom", around.zoom),
        Route("/zoom/{meeting_id:int}", around.host, methods=["POST"]),
        Route("/clock", around.clock, methods=["GET", "POST"]),
        Route("/traffic", around.traffic),
        Route("/faults", around.faults, methods=["GET", "POST"]),
    ]
