"""`python -m sandbox`: a Slack, a Zoom and a mail server of one's own, and the bot in the middle of them."""

import argparse
import asyncio
import json
import signal
import sys
from pathlib import Path

from sandbox.launch import Options, Sandbox, open_sandbox
from sandbox.runner import BotFailedError


def main() -> None:
    arguments = _parser().parse_args()
    options = Options(
        port=arguments.port,
        bot_port=arguments.bot_port,
        smtp_port=arguments.smtp_port,
        data_dir=arguments.data,
        database_url=arguments.database_url,
        with_bot=not arguments.no_bot,
        socket_mode=arguments.socket_mode,
    )
    try:
        asyncio.run(_serve(options, as_json=arguments.json))
    except BotFailedError as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(f"The sandbox cannot listen: {error.strerror}. Is it running already? --port 0 takes any free port.")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="Try Consulta without any account.")
    parser.add_argument("--port", type=int, default=Options.port, help="of the page, Slack and Zoom; 0: any free one")
    parser.add_argument("--bot-port", type=int, default=Options.bot_port, help="of the bot; 0: any free one")
    parser.add_argument("--smtp-port", type=int, default=Options.smtp_port, help="of the mail server; 0: any free one")
    parser.add_argument("--data", type=Path, default=Options.data_dir, help="directory for keys, database and log")
    parser.add_argument("--database-url", help="a database of your own instead of a fresh SQLite file")
    parser.add_argument("--no-bot", action="store_true", help="only the surroundings; you run the bot")
    parser.add_argument("--socket-mode", action="store_true", help="Slack's requests go through the bot's socket")
    parser.add_argument("--json", action="store_true", help="print one line of JSON instead of words")
    return parser


async def _serve(options: Options, *, as_json: bool) -> None:
    """Run until Ctrl-C or SIGTERM, which may come while the bot still starts."""
    running = asyncio.current_task()
    assert running is not None
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, running.cancel)
    try:
        async with open_sandbox(options) as sandbox:
            print(_line(sandbox) if as_json else _words(sandbox), flush=True)  # noqa: T201 - the command's output
            await asyncio.Event().wait()
    except asyncio.CancelledError:
        return


def _line(sandbox: Sandbox) -> str:
    addresses = sandbox.world.addresses
    facts = {
        "sandbox": addresses.sandbox,
        "bot": sandbox.bot_url,
        "smtp_port": addresses.smtp_port,
        "bot_pid": sandbox.bot.pid,
    }
    return json.dumps(facts)


def _words(sandbox: Sandbox) -> str:
    page = sandbox.world.addresses.sandbox
    lines = [
        "Consulta's sandbox is running: a Slack, a Zoom and a mail server on this machine.",
        "",
        f"  Open    {page}/",
        "",
        f"Log of the bot: {sandbox.bot.log}",
        "Stop with Ctrl-C.",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
