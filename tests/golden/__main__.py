"""`python -m tests.golden` tells which transcripts differ; with `--write` they are written anew."""

from __future__ import annotations

import sys

from tests.golden.stories import all_stories, kept, transcript


def main(arguments: list[str]) -> int:
    """0 where all agree (or were written), 1 where one differs, 2 for an argument we do not know."""
    if arguments not in ([], ["--write"]):
        sys.stderr.write("usage: python -m tests.golden [--write]\n")
        return 2
    differing = 0
    for name, story in all_stories().items():
        path, now = kept(name), transcript(story)
        if path.is_file() and path.read_text(encoding="utf-8") == now:
            continue
        differing += 1
        if arguments:
            path.write_text(now, encoding="utf-8")
        sys.stdout.write(f"{name}: {'written' if arguments else 'differs'}\n")
    return 1 if differing and not arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
