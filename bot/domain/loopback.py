"""Names of the machine itself: what is sent there leaves it by no wire that others could listen to."""

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
