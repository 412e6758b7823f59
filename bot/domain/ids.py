"""Names for things: random where they travel through Slack, mail and Zoom, so that nobody guesses them."""

import secrets


def new_id() -> str:
    """Make an id of ours: 128 random bits as 32 hexadecimal digits."""
    return secrets.token_hex(16)


def submission_key(slack_view_id: str) -> str:
    """Name a submitted form in the inbox: submitted again, by a retry or a second click, it has the same name."""
    return f"view:{slack_view_id}"


def new_nonce() -> str:
    """Make the mark by which a meeting is found again at Zoom: 80 random bits as 20 hexadecimal digits."""
    return secrets.token_hex(10)
