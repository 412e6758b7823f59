"""Who is who to Slack: all that the measured processes and their loads agree on."""

TEAM, TEAM_NAME = "T0BENCH0001", "Bench"
APP = "A0BENCH0001"
USER = "U0ANA000001"
SIGNING_SECRET = "bench-signing-secret"  # noqa: S105 - of a workspace that is not there
