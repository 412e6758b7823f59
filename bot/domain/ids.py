"""Random names for things: unguessable, since they travel through Slack, mail and Zoom."""

import secrets


def new_id() -> str:
    """Make an id of ours: 128 random bits as 32 hexadecimal digits."""
    return secrets.token_hex(16)


def new_nonce() -> str:
    """Make the mark by which a meeting is found again at Zoom: 80 random bits as 20 hexadecimal digits."""
    return secrets.token_hex(10)
