"""Mail addresses: one plain address and nothing else."""

import re

LONGEST_ADDRESS = 254  # RFC 5321: a path has 256 characters at most, its angle brackets among them
_LONGEST_LOCAL_PART = 64
# RFC 5321's dot-string and domain names. Quoted local parts, address literals and comments are legal and unused by
# people; a comma, a space, a control or a bidi character would let one field name two recipients or hide one.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"(?P<local>{_ATOM}(?:\.{_ATOM})*)@{_LABEL}(?:\.{_LABEL})+")


def is_valid_address(text: str) -> bool:
    """Tell whether `text` is exactly one address that every mail server takes, such as maria@example.org.

    Addresses outside ASCII are refused: they need SMTPUTF8 all the way (a domain can be given as xn--...).
    """
    if len(text) > LONGEST_ADDRESS:
        return False
    found = _ADDRESS.fullmatch(text)
    return found is not None and len(found["local"]) <= _LONGEST_LOCAL_PART
