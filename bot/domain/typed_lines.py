"""Texts of one line, as people type them: what a mail and a page can carry."""

import unicodedata


def one_line(text: str) -> str:
    return " ".join(text.split())


def line_fault(line: str, noun: str, longest: int) -> str:
    """Say what is wrong with a line that is called so, "" when nothing is."""
    if len(line) > longest or any(unicodedata.category(letter).startswith("C") for letter in line):
        return f"Write a {noun} of at most {longest} letters, without special characters."
    return ""
