"""The codes of `ZoomError`: short, stable, kept with outbox entries and shown to nobody as they are."""

from enum import StrEnum


class ZoomCode(StrEnum):
    TOKEN = "token"  # noqa: S105 - a code; the access token is not accepted: refresh once
    SCOPE = "scope"  # the grant lacks a permission: the operator's app or a new connection
    ACCOUNT_GONE = "account_gone"  # the Zoom user left the account
    GONE = "gone"  # no such meeting, or it ended
    IN_PROGRESS = "in_progress"  # a meeting under way cannot be deleted yet
    MAY_NOT_SCHEDULE = "may_not_schedule"  # the person's Zoom account does not let them
    REFUSED = "refused"
    MISMATCH = "mismatch"  # Zoom made something else than was asked
    RATE = "rate"
    DAILY_LIMIT = "daily_limit"
    UNKNOWN = "unknown"  # no answer, or none that can be read: it may have happened
    INVALID_GRANT = "invalid_grant"
    INVALID_CLIENT = "invalid_client"  # the operator's client id or secret
    NOT_CONNECTED = "not_connected"  # said by us: there is no usable connection
    OTHER_ACCOUNT = "other_account"  # said by us: the meeting is in an account that is no longer connected
    BEING_REMOVED = "being_removed"  # said by us: what an earlier attempt may have made is being deleted
    NOT_OPEN = "not_open"  # the Zoom app is closed to this account
