"""What is typed about a patient: by a professional who invites them, or by themselves."""

from bot.domain.addresses import is_valid_address
from bot.domain.refusals import Field, FieldRefusal
from bot.domain.typed_lines import line_fault, one_line

LONGEST_NAME = 100


def checked_patient(name: str, mail: str, *, whose: str) -> tuple[str, str]:
    """Return name and mail as they are stored; FieldRefusal names whatever is to be mended.

    `whose` stands before "name" and "email address" in what is said: "your", "your patient's".
    """
    told, address = one_line(name), mail.strip()
    replies: dict[Field, str] = {}
    name_fault = line_fault(told, "name", LONGEST_NAME) if told else f"Write {whose} name."
    if name_fault:
        replies[Field.NAME] = name_fault
    if not is_valid_address(address):
        replies[Field.MAIL] = f"Write {whose} email address, such as maria@example.org."
    if replies:
        raise FieldRefusal(replies)
    return told, address
