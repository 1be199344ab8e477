"""kill -9 at every step of a command: the step is the n-th thing that reaches the disk.

The command runs in a child of this process, in which everything that makes something durable (a commit, an fsync, a
rename, a file that goes) counts; before the n-th of these the child kills itself, so nothing of it can tidy up.
"""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Callable
from typing import Any

from storage import database

_STEPS = ("fsync", "replace", "unlink", "rmdir", "mkdir")


def killed_before(step: int, work: Callable[[], object]) -> bool:
    """Run `work` in a child that is killed before its `step`-th durable step (from 1). False where it came to its end
    before that; an error in it is an error here."""
    child = os.fork()
    if child == 0:
        _in_child(step, work)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return True
    assert os.WIFEXITED(status)
    assert os.WEXITSTATUS(status) == 0, f"it failed with {os.WEXITSTATUS(status)} at step {step}"
    return False


def _in_child(step: int, work: Callable[[], object]) -> None:
    code = 70
    try:
        _arm(step)
        code = 1 if work() else 0
    except BaseException as error:
        os.write(2, f"{type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(code)


def _arm(step: int) -> None:
    taken = [0]

    def count() -> None:
        taken[0] += 1
        if taken[0] == step:
            os.kill(os.getpid(), signal.SIGKILL)

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **named: Any) -> Any:
            count()
            return real(*arguments, **named)

        return run

    for name in _STEPS:
        setattr(os, name, counted(getattr(os, name)))
    real = database.connect_sqlite

    def connect(path: str) -> sqlite3.Connection:
        raw = real(path)
        raw.set_trace_callback(lambda statement: count() if statement.startswith(("COMMIT", "PRAGMA wal")) else None)
        return raw

    database.connect_sqlite = connect
    for module in _users_of(real):
        module.connect_sqlite = connect  # type: ignore[attr-defined]


def _users_of(function: object) -> list[object]:
    import sys

    return [module for module in list(sys.modules.values()) if getattr(module, "connect_sqlite", None) is function]
