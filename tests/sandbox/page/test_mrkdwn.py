import pytest

from sandbox.page.mrkdwn import mrkdwn


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*Thu*, 3 PM\n_soon_", "<strong>Thu</strong>, 3 PM<br><em>soon</em>"),
        ("`/meeting help`", "<code>/meeting help</code>"),
        ("<https://x.example/?a=1&amp;b=2|Open>", '<a href="https://x.example/?a=1&amp;b=2">Open</a>'),
        ("a &lt;b&gt; &amp; c", "a &lt;b&gt; &amp; c"),
        ('<script>"', "&lt;script&gt;&#34;"),
        ("<javascript:x|y>", "&lt;javascript:x|y&gt;"),
        ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
    ],
)
def test_marks_become_html_and_all_else_stays_text(text: str, html: str) -> None:
    assert mrkdwn(text) == html
