"""The command line: serve, migrate, check, manifest, keys new, patients import, backup, audit verify."""

import argparse
import asyncio
import os
import sys
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path

import uvloop

from bot.checking import check, fine
from bot.domain.failures import Failure
from bot.logs import configure_logging
from bot.services.importing import FileProblem, LineResult, Outcome
from bot.serving import serve
from bot.settings import SettingsError, parse_base_url, read_settings, read_storage_settings
from bot.slack.manifest import app_manifest, as_yaml
from bot.surroundings import NotStarted
from bot.wiring import import_patients, verify_audit
from storage.backup import NoBackup, back_up
from storage.engine import NoDatabase, ServedElsewhere
from storage.schema import ensure_current
from storage.vault import new_key_ring

Command = Callable[[argparse.Namespace], Coroutine[None, None, int]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status is 0 for success, 1 for a failure and 2 for wrong use or settings."""
    chosen = _parser().parse_args(arguments)
    configure_logging()
    command: Command = chosen.command
    try:
        # On the listener that `serve` makes, asyncio's own loop holds back the second part of an answer for 40 ms.
        return uvloop.run(command(chosen))
    except SettingsError as error:
        return _say(2, *error.problems)
    except (NotStarted, ServedElsewhere, NoDatabase, NoBackup, FileProblem) as error:
        return _say(1, f"consulta: {error}")
    except Failure as failure:
        return _say(1, f"consulta: Slack did not answer as expected ({failure.code}); nothing was changed.")


async def _serve(chosen: argparse.Namespace) -> int:
    await serve(read_settings(os.environ), host=chosen.host, port=chosen.port)
    return 0


async def _migrate(_: argparse.Namespace) -> int:
    await ensure_current(read_storage_settings(os.environ).database_url)
    return 0


async def _check(_: argparse.Namespace) -> int:
    try:
        settings = read_settings(os.environ)
    except SettingsError as error:
        for name in error.fine:
            print(fine(name).words)  # noqa: T201 - what the command is for
        raise
    findings = await check(settings)
    for finding in findings:
        print(finding.words)  # noqa: T201 - what the command is for
    return 0 if all(finding.is_fine for finding in findings) else 1


async def _manifest(chosen: argparse.Namespace) -> int:
    print(as_yaml(app_manifest(chosen.url)), end="")  # noqa: T201 - what the command is for
    return 0


async def _new_keys(_: argparse.Namespace) -> int:
    print(f"CONSULTA_KEYS={new_key_ring()}")  # noqa: T201 - what the command is for
    return 0


async def _import_patients(chosen: argparse.Namespace) -> int:
    path: Path = chosen.file
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            results = await import_patients(read_settings(os.environ), file)
    except OSError as error:
        return _say(1, f"consulta: {path} cannot be read: {error.strerror}")
    except UnicodeDecodeError:
        return _say(1, f"consulta: {path} is not UTF-8; save it as UTF-8 and import it again.")
    return _report(results)


async def _back_up(chosen: argparse.Namespace) -> int:
    await asyncio.to_thread(back_up, read_storage_settings(os.environ).database_url, chosen.file)
    print(f"{chosen.file}: a whole copy, checked")  # noqa: T201 - the command's answer
    return 0


async def _verify_audit(chosen: argparse.Namespace) -> int:
    days, problems = await verify_audit(read_settings(os.environ), tuple(chosen.anchor))
    print(f"{days} sealed days, {len(problems)} problems")  # noqa: T201 - the command's answer
    return _say(1, *problems) if problems else 0


def _report(results: Sequence[LineResult]) -> int:
    """Print the lines to mend and the sums; the status tells whether the whole file was taken."""
    problems = [result for result in results if result.problem]
    for result in problems:
        _say(0, f"line {result.line}: {result.problem}")
    sums = {outcome: sum(result.outcome is outcome for result in results) for outcome in Outcome}
    words = ", ".join(f"{count} {outcome}" for outcome, count in sums.items())
    print(f"{words}, {len(problems)} not imported")  # noqa: T201 - the command's answer
    return 1 if problems else 0


def _say(status: int, *lines: str) -> int:
    for line in lines:
        print(line, file=sys.stderr)  # noqa: T201 - to the person at the command line
    return status


def _port(text: str) -> int:
    if not (text.isdecimal() and int(text) <= 65535):  # noqa: PLR2004 - said in the message
        raise argparse.ArgumentTypeError("must be a number from 0 to 65535")
    return int(text)


def _address(text: str) -> str:
    try:
        return parse_base_url(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="consulta", description="Professionals meet their patients on Zoom.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    serving = commands.add_parser("serve", help="answer Slack, serve the pages and do the work; migrates first")
    serving.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    serving.add_argument("--port", type=_port, default=8000)
    serving.set_defaults(command=_serve)

    migrating = commands.add_parser("migrate", help="bring the database to this version")
    migrating.set_defaults(command=_migrate)

    checking = commands.add_parser("check", help="look at the settings and at every neighbour, and say what to do")
    checking.set_defaults(command=_check)

    describing = commands.add_parser("manifest", help="print the Slack app: for Socket Mode, or for HTTP with --url")
    describing.add_argument("--url", type=_address, help="your public address, as https://consulta.example.org")
    describing.set_defaults(command=_manifest)

    keys = commands.add_parser("keys", help="keys that seal what is private").add_subparsers(required=True)
    keys.add_parser("new", help="print a new key ring for CONSULTA_KEYS").set_defaults(command=_new_keys)

    backing_up = commands.add_parser("backup", help="copy a SQLite database, while it is served or not")
    backing_up.add_argument("file", type=Path, help="where the copy goes; it must not be there yet")
    backing_up.set_defaults(command=_back_up)

    audit = commands.add_parser("audit", help="the audit trail").add_subparsers(required=True)
    verifying = audit.add_parser("verify", help="tell whether a sealed day was tampered with")
    verifying.add_argument("--anchor", action="append", default=[], help="an anchor that was mailed, DAY:DIGEST")
    verifying.set_defaults(command=_verify_audit)

    patients = commands.add_parser("patients", help="patients of the professionals").add_subparsers(required=True)
    importing = patients.add_parser("import", help="take patients and their choices from a CSV file")
    importing.add_argument("file", type=Path, help="columns: name, mail, zone, language, professional (Slack user id)")
    importing.set_defaults(command=_import_patients)
    return parser


if __name__ == "__main__":
    sys.exit(main())
