"""What Slack's mrkdwn becomes on the page, and that nothing in it is ever markup."""

import pytest
from playwright.async_api import expect

from tests.browser.documented import Json
from tests.slack_world import ANA, home

pytestmark = pytest.mark.asyncio(loop_scope="session")

ELSEWHERE = 'target="_blank" rel="noopener noreferrer"'
TEXTS = {
    "*bold* _slanted_ ~struck~": "<strong>bold</strong> <em>slanted</em> <s>struck</s>",
    "*a _b_ c*": "<strong>a <em>b</em> c</strong>",
    "2*3*4 and snake_case_words": "2*3*4 and snake_case_words",
    "`*code*`": "<code>*code*</code>",
    "```\n*not bold*\n```": "<pre>*not bold*\n</pre>",
    "one\ntwo": "one<br>two",
    "&gt; said\nanswered": "<blockquote>said</blockquote>answered",
    "Tom &amp; &lt;Jerry&gt;": "Tom &amp; &lt;Jerry&gt;",
    "&amp;lt;": "&amp;lt;",
    "<https://x.example?b=1&amp;c=2|words>": f'<a href="https://x.example?b=1&amp;c=2" {ELSEWHERE}>words</a>',
    "see https://x.example.": f'see <a href="https://x.example" {ELSEWHERE}>https://x.example</a>.',
    "<mailto:a@x.example>": f'<a href="mailto:a@x.example" {ELSEWHERE}>a@x.example</a>',
    "<javascript:alert(1)|words>": "&lt;javascript:alert(1)|words&gt;",
    "<@U0BEN000001> and <!here>": '<span class="mention">@Ben Okafor</span> and <span class="mention">@here</span>',
    "<img src=x onerror=alert(1)>": "&lt;img src=x onerror=alert(1)&gt;",
    # Ana is in Madrid, an hour before London in winter.
    "<!date^1893456000^{date_short} {time}|then>": (
        '<time datetime="2030-01-01T00:00:00.000Z">Jan 1, 2030 1:00 AM</time>'
    ),
    "<!date^never^{time}|then>": "then",
}


def said(words: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": words}}


async def test_mrkdwn_is_shown_as_slack_shows_it(app, ana):
    await app.publish_home(ANA, home(*map(said, TEXTS)))
    shown = ana.page.locator(".mrkdwn")
    await expect(shown).to_have_count(len(TEXTS))
    assert dict(zip(TEXTS, [await each.inner_html() for each in await shown.all()], strict=True)) == TEXTS


async def test_plain_text_stays_as_it_is(app, ana):
    words = "*plain* <b>text</b> &amp;\nin two lines"
    block = {"type": "section", "text": {"type": "plain_text", "text": words}}
    await app.publish_home(ANA, home(block))
    await expect(ana.page.get_by_text("*plain* <b>text</b> &amp;")).to_be_visible()
    assert await ana.page.locator(".plain-text").inner_text() == words
