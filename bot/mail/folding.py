"""How letters become bytes: around two flaws of Python's own folding of headers."""

from email.header import Header
from email.headerregistry import AddressHeader
from email.policy import EmailPolicy


class LetterPolicy(EmailPolicy):
    """Python may fold a subject before its first word, which is then read as a space, and loses spaces of a long name
    outside ASCII (seen with 3.11). Both headers are written here; a letter has one sender and one recipient.
    """

    def fold_binary(self, name: str, value: str) -> bytes:
        """Write a header with the line ends of mail."""
        if name == "Subject" and value.isascii():
            return f"{name}: {value}{self.linesep}".encode()
        if isinstance(value, AddressHeader) and not value.isascii():
            (person,) = value.addresses
            words = Header(person.display_name, "utf-8", header_name=name).encode(linesep=self.linesep)
            return f"{name}: {words}{self.linesep} <{person.addr_spec}>{self.linesep}".encode()
        return super().fold_binary(name, value)


# Seven bits pass every server, whether or not it offers 8BITMIME; 76 is the longest quoted-printable line (RFC 2045).
LETTER_POLICY = LetterPolicy(linesep="\r\n", cte_type="7bit", max_line_length=76)
