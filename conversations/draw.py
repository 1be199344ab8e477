"""A question as a screen: words, the question's own buttons, and the way back or out."""

from __future__ import annotations

from conversations.log import Log, build_action
from conversations.question import Key, Keys
from conversations.screen import Button, Screen
from conversations.talk import Asking, Talk
from locales import LANGUAGES, Text, Words, paragraphs, render_plain, t

BACK, KEEP, STOP, STOP_SURELY, GO_ON = "!back", "!keep", "!stop", "!surely", "!goon"
"""What the buttons carry that belong to no question in particular."""


def draw(log: Log, talk: Talk, asking: Asking) -> Screen:
    """The screen of the open question. Raises `ActionTooLongError`."""
    question, draft = asking.question, log.drafts.get(asking.name)
    if log.stopping:
        words: Words = t("Do you want to stop here? What you filled in so far is thrown away.")
    else:
        words = paragraphs(
            *talk.lasting, *talk.notices, _progress(question.progress), question.prompt, question.body(draft)
        )
    rows = tuple(
        tuple(Button(key.label, build_action(log.id, asking.name, log.opened, key.value)) for key in row)
        for row in keys_of(log, talk, asking)
    )
    return Screen(words, rows)


def keys_of(log: Log, talk: Talk, asking: Asking) -> Keys:
    """Every button of the open question."""
    if log.stopping:
        return ((Key(t("Yes, stop"), STOP_SURELY), Key(t("No, go on"), GO_ON)),)
    ways = [Key(t("Stop"), STOP)]
    if log.editing is not None and log.editing.name == asking.name:
        ways.insert(0, Key(t("Leave it as it was"), KEEP))
    elif talk.entries:
        ways.insert(0, Key(t("Back"), BACK))
    return (*asking.question.keys(log.drafts.get(asking.name)), tuple(ways))


def value_by_label(keys: Keys, typed: str) -> str | None:
    """What the button carries whose label somebody typed, in any of our languages; `None` unless it is just one."""
    wanted = _plain(typed)
    values = {
        key.value
        for row in keys
        for key in row
        for language in LANGUAGES
        if _plain(render_plain(key.label, language)) == wanted
    }
    return values.pop() if len(values) == 1 and wanted else None


def _plain(text: str) -> str:
    return " ".join(text.replace("✓", " ").split()).casefold().strip(" .!?")


def _progress(progress: tuple[int, int] | None) -> Text | None:
    return t("Question {number} of {total}", number=progress[0], total=progress[1]) if progress else None
