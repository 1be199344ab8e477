"""`python -m bot.export.child`: makes one export in a process of its own, so that the bot goes on answering meanwhile.

It is told what to do on its standard input and hands the locked files over on its standard output; it writes nothing
to the disk, nothing to standard error, and ends when the bot does.
"""

from __future__ import annotations

import contextlib
import os
import sys
from typing import BinaryIO

from bot.export.making import File, make
from bot.export.pipe import GO_ON, Task, write_end, write_step
from bot.logs import where
from storage.keys import KeyDirectory
from storage.reading import reading
from storage.vault import Vault

NICER = 5
"""By how much it stands back for the bot where both want the processor."""


def work(told: BinaryIO, tell: BinaryIO) -> None:
    """Make what is told. Ends silently where nobody listens any more."""
    try:
        task = Task.model_validate_json(told.readline())
        with reading(task.source.database_url, Vault(KeyDirectory(task.source.key_dir)), task.order.now) as read:
            for step in make(read, task.order):
                write_step(step, tell.write)
                tell.flush()
                if isinstance(step, File) and told.readline() != GO_ON:
                    return
        write_end(tell.write)
    except BrokenPipeError:
        return
    except Exception as error:
        write_end(tell.write, where(error))
    tell.flush()


def _stand_back() -> None:
    """Others first; and no picture of the memory on the disk should this process crash."""
    with contextlib.suppress(OSError, AttributeError):
        os.nice(NICER)
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _stand_back()
    with contextlib.suppress(BrokenPipeError):
        work(sys.stdin.buffer, sys.stdout.buffer)
    os.close(1)  # what could not be written is not wanted: no complaint about it at the end
