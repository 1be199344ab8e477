"""Somebody who checks the directory tells which number and which web address of a service are right now."""

from __future__ import annotations

from pydantic import BaseModel

from conversations.answers import general_number_problem
from conversations.effects import Effect
from conversations.questions import TypedText, skippable
from conversations.registry import dialogue
from conversations.talk import Talk
from domain.services import web_address
from locales import Words, t

NOTHING = "-"
"""Typed where there is no number or address any longer."""

LONGEST_URL = 300


class ServiceArgs(BaseModel):
    """The service, and what is kept of it now."""

    service: str
    title: str
    phone: str
    url: str


class ChangeService(Effect):
    """Keep a number and a web address; `None` stays as it is, an empty one goes. Either way it was checked."""

    service: str
    phone: str | None = None
    url: str | None = None


@dialogue("change_service", version=1, args=ServiceArgs)
async def change_service(talk: Talk, args: ServiceArgs) -> None:
    """Two questions, of which each can be left as it is."""
    phone = await talk.ask(
        "phone",
        skippable(
            TypedText(
                prompt=_phone(args),
                title=t("Phone"),
                max_length=40,
                identity=True,  # a service's number is no secret, and is not to be hidden
                validate=_phone_problem,
            ),
            _as_it_is(args.phone),
        ),
    )
    url = await talk.ask(
        "url",
        skippable(
            TypedText(
                prompt=_url(args), title=t("Web page"), max_length=LONGEST_URL, identity=True, validate=_url_problem
            ),
            _as_it_is(args.url),
        ),
    )
    await talk.review(prompt=t("Is this right?"), options={"save": t("Yes, keep it")})
    talk.do(
        ChangeService(
            service=args.service,
            phone=None if phone is None else _typed(phone.text),
            url=None if url is None else web_address(_typed(url.text)),
        )
    )


def _phone(args: ServiceArgs) -> Words:
    if not args.phone:
        return t("Which phone number does {service} have? Please type it.", service=args.title)
    return t(
        "Which phone number does {service} have now? Here it says {known}. Type the new one, or - if there is none.",
        service=args.title,
        known=args.phone,
    )


def _url(args: ServiceArgs) -> Words:
    if not args.url:
        return t("Which web page does it have? Please type the address.")
    return t(
        "And its web page? Here it says {known}. Type the new address, or - if there is none.",
        known=args.url,
    )


def _as_it_is(known: str) -> Words:
    return t("That one is right") if known else t("There is none")


def _typed(text: str) -> str:
    return "" if text == NOTHING else text


def _phone_problem(text: str) -> Words | None:
    return None if text == NOTHING else general_number_problem(text)


def _url_problem(text: str) -> Words | None:
    if text == NOTHING or web_address(text):
        return None
    return t("I cannot read a web address in that. Something like: www.example.be")
