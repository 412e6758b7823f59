"""How far something long has come, on a terminal; elsewhere, such as in a log, nothing of it is written."""

from dataclasses import dataclass
from typing import TextIO

_WIDTH = 30
_BACK_AND_ERASE = "\r\x1b[K"


@dataclass(kw_only=True)
class Progress:
    """`total` is how many steps there are; `what` is what is counted."""

    total: int
    what: str
    terminal: TextIO
    _drawn: str = ""

    def show(self, done: int) -> None:
        """Draw the bar, where it looks otherwise than before."""
        if not self.terminal.isatty():
            return
        part = done / max(self.total, 1)
        bar = f"{'#' * round(part * _WIDTH):.<{_WIDTH}}"
        drawn = f"[{bar}] {part:.0%} of {self.total:,} {self.what}"
        if drawn != self._drawn:
            self._write(_BACK_AND_ERASE + drawn)
            self._drawn = drawn

    def clear(self) -> None:
        """Take the bar away, for what is to be read there."""
        if self._drawn:
            self._write(_BACK_AND_ERASE)
            self._drawn = ""

    def _write(self, text: str) -> None:
        self.terminal.write(text)
        self.terminal.flush()
