"""What is typed about a patient: by a professional who invites them, or by themselves."""

import unicodedata

from bot.domain.addresses import is_valid_address
from bot.domain.refusals import Field, FieldRefusal

LONGEST_NAME = 100


def checked_patient(name: str, mail: str, *, whose: str) -> tuple[str, str]:
    """Return name and mail as they are stored; FieldRefusal names whatever is to be mended.

    `whose` stands before "name" and "email address" in what is said: "your", "your patient's".
    """
    told, address = " ".join(name.split()), mail.strip()
    replies: dict[Field, str] = {}
    if not told:
        replies[Field.NAME] = f"Write {whose} name."
    elif len(told) > LONGEST_NAME or any(unicodedata.category(letter).startswith("C") for letter in told):
        replies[Field.NAME] = f"Write a name of at most {LONGEST_NAME} letters, without special characters."
    if not is_valid_address(address):
        replies[Field.MAIL] = f"Write {whose} email address, such as maria@example.org."
    if replies:
        raise FieldRefusal(replies)
    return told, address
