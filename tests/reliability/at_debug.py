"""Runs the product with every logger at DEBUG, through the product's own handler: `python -m` this, as `-m bot`."""

import logging
import sys

from bot import __main__ as program
from bot.logs import configure_logging


def configure_at_debug() -> None:
    configure_logging()
    logging.getLogger().setLevel(logging.DEBUG)
    for name in logging.root.manager.loggerDict:
        logging.getLogger(name).setLevel(logging.DEBUG)


if __name__ == "__main__":
    program.configure_logging = configure_at_debug
    sys.exit(program.main())
