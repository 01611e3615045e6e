"""What a command is: a name, its arguments, and work that ends with exit code 0 (done), 1 (not) or 2 (wrong usage)."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass

from timebank.settings import Settings

DONE, NOT_DONE, WRONG_USAGE = 0, 1, 2


class CommandFailed(Exception):
    """The command could not do its work; the text says why and what to do."""

    exit_code = NOT_DONE


class WrongUsage(CommandFailed):
    """The arguments cannot be meant so; the text says what is wrong with which."""

    exit_code = WRONG_USAGE


@dataclass(frozen=True, slots=True)
class Command:
    """One command; `run` returns the exit code or raises `CommandFailed`."""

    name: str
    summary: str
    add_arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace, Settings], int]


def no_arguments(parser: ArgumentParser) -> None:
    """Add nothing: the command takes no arguments of its own."""
