"""`/beleid`: what people run into with services and rules, bundled for the steering group.

Only themes that came up five times or more in a quarter, for one programme at a time, and no totals: see
`domain.bundling`. There is nothing about any person in it, not even the words of a signal; that is why showing it or
making a file of it is not entered in the access log.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.context import Ctx
from bot.features import overseeing
from bot.picture.bars import Chart, Group, pdf, png
from bot.picture.lettering import readable
from bot.registry import Where, action, command
from conversations.labels import topic_label
from conversations.questions import with_tick
from conversations.screen import Button, Screen
from domain.bundling import Quarter, Theme, bundled
from domain.programme import Role
from domain.remarks import ServiceTopic, topic_of
from domain.week import week_of
from locales import Words, lines, paragraphs, render_plain, t
from storage import remarks
from storage.programmes import Programme
from storage.tx import Tx

_NOTE = t(
    "This counts what volunteers told about services and rules. A theme is here from five times on; with fewer it is "
    "not shown. Nobody's name or words are in it."
)


@command(
    "beleid",
    "politique",
    "politik",
    "policy",
    help=t("What people run into with services and rules"),
    where=Where.PRIVATE,
    role=Role.COORDINATOR,
    admins=True,
)
def policy(ctx: Ctx) -> None:
    """The page of this quarter; first ask for which programme, where there are several."""
    programme = overseeing.choose(ctx, "policy", t("For which programme is it?"))
    if programme is not None:
        ctx.reply(_page(ctx.tx, programme, _now(ctx.tx, programme)))


@action("policy")
def page(ctx: Ctx, programme_id: str, quarter: str = "") -> None:
    """The page of this quarter or of the one before it."""
    programme = overseeing.permitted(ctx, programme_id)
    if programme is not None:
        ctx.notice()
        ctx.change(_page(ctx.tx, programme, _chosen(ctx.tx, programme, quarter)))


@action("policyfile")
def file(ctx: Ctx, programme_id: str, quarter: str, form: str) -> None:
    """The page as a picture or as a PDF, in the language of the programme."""
    programme = overseeing.permitted(ctx, programme_id)
    if programme is None:
        return
    chosen = _chosen(ctx.tx, programme, quarter)
    bundle = _bundle(ctx.tx, programme, chosen)
    if not bundle.themes:
        ctx.notice()
        ctx.change(_page(ctx.tx, programme, chosen))
        return
    ctx.notice()
    chart = _chart(programme, bundle)
    if form == "pdf":
        caption = t("{programme}, {quarter}: for the steering group.", programme=programme.name, quarter=_named(chosen))
        ctx.out.document(ctx.here, f"belboom-{chosen}.pdf", pdf(chart), caption)
    else:
        ctx.out.photo(ctx.here, png(chart), paragraphs(_title(programme, chosen), *_themes(bundle)))


@dataclass(frozen=True, slots=True)
class _Bundle:
    """What is shown of one quarter."""

    quarter: Quarter
    themes: tuple[Theme, ...]

    @property
    def by_kind(self) -> list[tuple[Words, list[Theme]]]:
        """The themes about services, then those about rules, each under its heading; none where there are none."""
        services = [theme for theme in self.themes if isinstance(theme.topic, ServiceTopic)]
        rules = [theme for theme in self.themes if theme not in services]
        both = (t("About services"), services), (t("About rules and policy"), rules)
        return [(heading, themes) for heading, themes in both if themes]


def _bundle(tx: Tx, programme: Programme, quarter: Quarter) -> _Bundle:
    first, last = quarter.weeks
    found = remarks.of(tx, [programme.id], str(first), str(last))
    topics = [topic for one in found if (topic := topic_of(one.kind, one.category)) is not None]
    return _Bundle(quarter, bundled(topics))


def _now(tx: Tx, programme: Programme) -> Quarter:
    return Quarter.of(week_of(tx.now, programme.timezone))


def _chosen(tx: Tx, programme: Programme, text: str) -> Quarter:
    """The quarter a button stands for. Of older ones nothing is kept, so an old button shows the present one."""
    now = _now(tx, programme)
    return now.before if text == str(now.before) else now


def _page(tx: Tx, programme: Programme, quarter: Quarter) -> Screen:
    bundle = _bundle(tx, programme, quarter)
    words = paragraphs(
        _title(programme, quarter),
        *(_themes(bundle) or [t("In this quarter no theme came up five times or more.")]),
        _NOTE,
    )
    now = _now(tx, programme)
    quarters = [(now, t("This quarter")), (now.before, t("The quarter before"))]
    rows = [
        (Button(with_tick(label) if which == quarter else label, f"policy:{programme.id}:{which}"),)
        for which, label in quarters
    ]
    if bundle.themes:
        data = f"policyfile:{programme.id}:{quarter}"
        rows.append((Button(t("As a picture"), f"{data}:png"),))
        rows.append((Button(t("As a PDF file"), f"{data}:pdf"),))
    return Screen(words, tuple(rows))


def _title(programme: Programme, quarter: Quarter) -> Words:
    return lines(
        t("<b>{programme}</b>: what people run into", programme=programme.name),
        _named(quarter),
    )


def _themes(bundle: _Bundle) -> list[Words]:
    return [
        lines(
            t("<b>{heading}</b>", heading=heading),
            *(t("• {topic}: {count}", topic=topic_label(theme.topic), count=theme.count) for theme in themes),
        )
        for heading, themes in bundle.by_kind
    ]


def _named(quarter: Quarter) -> Words:
    """A quarter as people call it."""
    year = str(quarter.year)
    named: Mapping[int, Words] = {
        1: t("January to March {year}", year=year),
        2: t("April to June {year}", year=year),
        3: t("July to September {year}", year=year),
        4: t("October to December {year}", year=year),
    }
    return named[quarter.number]


def _chart(programme: Programme, bundle: _Bundle) -> Chart:
    def say(words: Words) -> str:
        return render_plain(words, programme.language)

    name, when = readable(programme.name), say(_named(bundle.quarter))
    return Chart(
        title=say(t("What people run into")),
        subtitle=f"{name}, {when}" if name else when,
        groups=[
            Group(say(heading), [(say(topic_label(theme.topic)), theme.count) for theme in themes])
            for heading, themes in bundle.by_kind
        ],
        note=say(_NOTE),
    )
