"""App Home."""

from bot.domain.people import Professional
from bot.slack.answers import Answer, HomeTab
from bot.slack.desk import Desk
from bot.slack.home import home_view
from bot.slack.requests import SlackRequest


async def show_home(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    if not request.is_about_home:
        return None
    return await show_home_again(desk, request, professional)


async def show_home_again(desk: Desk, _request: SlackRequest, professional: Professional) -> Answer:
    return HomeTab(view=home_view(await desk.browsing.home(professional), desk.links))
