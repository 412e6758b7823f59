"""The command line: serve, migrate, check, manifest, keys new, keys api, patients import, backup, audit verify."""

import argparse
import asyncio
import os
import sys
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path

import uvloop

from bot.checking import check, fine
from bot.domain.failures import Failure
from bot.domain.record_file import COLUMNS, FileProblem
from bot.import_command import import_file
from bot.keys_command import checked_name, list_keys, make_key, revoke_key
from bot.logs import configure_logging
from bot.serving import serve
from bot.settings import SettingsError, parse_base_url, read_settings, read_storage_settings
from bot.slack.manifest import app_manifest, as_yaml
from bot.surroundings import NotStarted
from bot.wiring import verify_audit
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


async def _make_api_key(chosen: argparse.Namespace) -> int:
    return await make_key(read_storage_settings(os.environ), chosen.name)


async def _list_api_keys(_: argparse.Namespace) -> int:
    return await list_keys(read_storage_settings(os.environ))


async def _revoke_api_key(chosen: argparse.Namespace) -> int:
    return await revoke_key(read_storage_settings(os.environ), chosen.id)


async def _import_patients(chosen: argparse.Namespace) -> int:
    return await import_file(read_settings(os.environ), chosen.file, is_rehearsal=chosen.dry_run)


async def _back_up(chosen: argparse.Namespace) -> int:
    await asyncio.to_thread(back_up, read_storage_settings(os.environ).database_url, chosen.file)
    print(f"{chosen.file}: a whole copy, checked")  # noqa: T201 - the command's answer
    return 0


async def _verify_audit(chosen: argparse.Namespace) -> int:
    days, problems = await verify_audit(read_settings(os.environ), tuple(chosen.anchor))
    print(f"{days} sealed days, {len(problems)} problems")  # noqa: T201 - the command's answer
    return _say(1, *problems) if problems else 0


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


def _key_name(text: str) -> str:
    try:
        return checked_name(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _add_api_keys(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(required=True)
    making = acts.add_parser("new", help="make a key and print it, this once")
    making.add_argument("name", type=_key_name, help="who has it, such as 'Clinic site'")
    making.set_defaults(command=_make_api_key)
    acts.add_parser("list", help="list all keys, and when they were used").set_defaults(command=_list_api_keys)
    revoking = acts.add_parser("revoke", help="end a key")
    revoking.add_argument("id", help="as `consulta keys api list` has it")
    revoking.set_defaults(command=_revoke_api_key)


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

    keys = commands.add_parser("keys", help="keys that seal what is private, and keys of the clinic's site")
    kinds = keys.add_subparsers(required=True)
    kinds.add_parser("new", help="print a new key ring for CONSULTA_KEYS").set_defaults(command=_new_keys)
    _add_api_keys(kinds.add_parser("api", help="keys by which the clinic's own site pushes patients' choices"))

    backing_up = commands.add_parser("backup", help="copy a SQLite database, while it is served or not")
    backing_up.add_argument("file", type=Path, help="where the copy goes; it must not be there yet")
    backing_up.set_defaults(command=_back_up)

    audit = commands.add_parser("audit", help="the audit trail").add_subparsers(required=True)
    verifying = audit.add_parser("verify", help="tell whether a sealed day was tampered with")
    verifying.add_argument("--anchor", action="append", default=[], help="an anchor that was mailed, DAY:DIGEST")
    verifying.set_defaults(command=_verify_audit)

    patients = commands.add_parser("patients", help="patients of the professionals").add_subparsers(required=True)
    importing = patients.add_parser("import", help="take patients and their choices from a CSV file")
    importing.add_argument("file", type=Path, help=f"columns: {', '.join(COLUMNS)}; docs/patients.md explains them")
    importing.add_argument("--dry-run", action="store_true", help="say what would become of each line; write nothing")
    importing.set_defaults(command=_import_patients)
    return parser


if __name__ == "__main__":
    sys.exit(main())
