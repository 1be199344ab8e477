"""What the terms of the method are called on buttons and in sentences."""

from __future__ import annotations

from collections.abc import Mapping

from domain.call import CallAgain, Moment, Need, NeedCategory, Outcome, Wellbeing
from domain.consent import AcuteReason, Purpose
from domain.contacts import LegalGround, Source
from domain.programme import MembershipState, Part, ProgrammeKind, Role
from domain.remarks import PolicyTopic, ServiceTopic, Topic
from domain.signals import (
    ActionKind,
    ActionState,
    Basis,
    Closing,
    SignalKind,
    SignalState,
    SignalStep,
    Tells,
    Urgency,
)
from locales import Words, t

OUTCOME: Mapping[Outcome, Words] = {
    Outcome.REACHED: t("We talked"),
    Outcome.NO_ANSWER: t("No answer"),
    Outcome.WRONG_MOMENT: t("Not a good moment"),
    # Translators: the person called did not want a call at all.
    Outcome.REFUSED: t("Does not want a call"),
    Outcome.WRONG_NUMBER: t("Wrong number"),
}

PURPOSE: Mapping[Purpose, Words] = {
    # Translators: these three finish the sentence "… and does {name} agree that …".
    Purpose.NOTE: t("you note down what was said"),
    Purpose.PASS_ON: t("you pass it on where help is needed"),
    Purpose.CALL_AGAIN: t("somebody calls again"),
}

PURPOSE_NOW: Mapping[Purpose, Words] = {
    Purpose.NOTE: t("What you tell is noted down"),
    Purpose.PASS_ON: t("It is passed on where help is needed"),
    Purpose.CALL_AGAIN: t("Somebody calls you again"),
}
"""The same as sentences of their own, to whoever agreed."""

WELLBEING: Mapping[Wellbeing, Words] = {
    Wellbeing.GOOD: t("Good"),
    Wellbeing.SO_SO: t("So-so"),
    Wellbeing.NOT_WELL: t("Not well"),
    Wellbeing.NOT_DISCUSSED: t("We did not talk about it"),
}

NEED_CATEGORY: Mapping[NeedCategory, Words] = {
    NeedCategory.PRACTICAL: t("Practical things"),
    NeedCategory.SOCIAL: t("Company and a chat"),
    NeedCategory.HEALTH: t("Health"),
}

NEED: Mapping[Need, Words] = {
    Need.GROCERIES: t("Groceries"),
    Need.MEALS: t("Meals"),
    Need.PHARMACY: t("Pharmacy"),
    Need.DOG: t("Walking the dog"),
    Need.CHORES: t("Small chores"),
    Need.CLEANING: t("Cleaning"),
    Need.TRANSPORT: t("Getting somewhere"),
    Need.PAPERWORK: t("Letters and papers"),
    Need.DIGITAL: t("Phone or computer"),
    Need.CHAT: t("A chat more often"),
    Need.VISIT: t("A visit"),
    Need.OUTING: t("Going out together"),
    # Translators: somebody has died, or something dear was lost.
    Need.LOSS: t("Loss and grief"),
    # Translators: complaints of the body, under "Health".
    Need.BODY: t("The body"),
    # Translators: complaints of the mind, under "Health".
    Need.MIND: t("The mind"),
    Need.CARE_AT_HOME: t("Care at home"),
}

CALL_AGAIN: Mapping[CallAgain, Words] = {
    CallAgain.NO: t("No, not needed"),
    CallAgain.WEEKLY: t("Every week"),
    CallAgain.FORTNIGHTLY: t("Every two weeks"),
    CallAgain.MONTHLY: t("Every month"),
}

MOMENT: Mapping[Moment, Words] = {
    Moment.MORNING: t("In the morning"),
    Moment.AFTERNOON: t("In the afternoon"),
    Moment.EVENING: t("In the evening"),
    Moment.ANY: t("Any time"),
}

URGENCY: Mapping[Urgency, Words] = {
    # Translators: how urgent a message for the coordinator is.
    Urgency.NORMAL: t("Not urgent"),
    Urgency.URGENT: t("Urgent"),
    Urgency.ACUTE: t("Acute danger"),
}

URGENCY_IN_A_SENTENCE: Mapping[Urgency, Words] = {
    # Translators: how urgent a message for the coordinator is, in the middle of a sentence.
    Urgency.NORMAL: t("not urgent"),
    Urgency.URGENT: t("urgent"),
    Urgency.ACUTE: t("acute danger"),
}

SIGNAL_KIND: Mapping[SignalKind, Words] = {
    # Translators: what a message for the coordinator is about.
    SignalKind.PERSON: t("About a person"),
    SignalKind.SERVICE: t("About a service"),
    SignalKind.POLICY: t("About a rule or a policy"),
}

BASIS: Mapping[Basis, Words] = {
    Basis.CONSENT: t("with the person's consent"),
    Basis.ACUTE_DANGER: t("without consent, because of acute danger"),
}

SIGNAL_STATE: Mapping[SignalState, Words] = {
    # Translators: how far a message for the coordinator has come.
    SignalState.RECEIVED: t("Received"),
    SignalState.INTERPRETED: t("Read and weighed"),
    SignalState.TRANSLATED: t("A way is agreed on"),
    SignalState.ACTED_UPON: t("Being worked on"),
    SignalState.FED_BACK: t("Told back"),
    SignalState.CLOSED: t("Closed"),
    SignalState.WITHDRAWN: t("Withdrawn"),
    SignalState.REOPENED: t("Open again"),
}

CLOSING: Mapping[Closing, Words] = {
    # Translators: how a message for the coordinator ended.
    Closing.HELPED_BY_NETWORK: t("Helped by people around"),
    Closing.REFERRED: t("A service helps"),
    Closing.SOLVED_ITSELF: t("Solved by itself"),
    Closing.NO_HELP_WANTED: t("No help wanted"),
    Closing.NOT_REACHED: t("Not reached"),
    Closing.OTHER: t("Something else"),
}

SIGNAL_STEP: Mapping[SignalStep, Words] = {
    # Translators: what was done with a message for the coordinator; a line of its history, followed by who did it.
    SignalStep.RAISE: t("told"),
    SignalStep.CALL_AGAIN: t("announced again"),
    SignalStep.TAKE: t("taken"),
    SignalStep.HAND_OVER: t("handed over"),
    SignalStep.GIVE_BACK: t("given back"),
    SignalStep.REMIND: t("reminded"),
    SignalStep.KEEP: t("still on it"),
    SignalStep.READ: t("details read"),
    SignalStep.INTERPRET: t("weighed"),
    SignalStep.ASK: t("question to the volunteer"),
    SignalStep.ANSWER: t("answer of the volunteer"),
    SignalStep.ADD: t("something added"),
    SignalStep.TRANSLATE: t("agreed who tells the person"),
    SignalStep.ACT: t("help set in motion"),
    SignalStep.FOLLOW_UP: t("day chosen to look at it again"),
    SignalStep.FEED_BACK: t("told back"),
    SignalStep.CLOSE: t("closed"),
    SignalStep.WITHDRAW: t("withdrawn"),
    SignalStep.REOPEN: t("opened again"),
}

TELLS: Mapping[Tells, Words] = {
    # Translators: who tells the person what is proposed.
    Tells.VOLUNTEER: t("the volunteer"),
    Tells.COORDINATOR: t("the coordinator"),
    Tells.TOGETHER: t("both together"),
}

ACTION_KIND: Mapping[ActionKind, Words] = {
    # Translators: what a coordinator has set in motion.
    ActionKind.VISIT: t("Home visit"),
    ActionKind.REFERRAL: t("Referral"),
    ActionKind.NETWORK: t("Somebody close by"),
    ActionKind.NO_HELP: t("No help wanted"),
}

ACTION_STATE: Mapping[ActionState, Words] = {
    # Translators: what became of it.
    ActionState.PLANNED: t("planned"),
    ActionState.SOLVED: t("done"),
    ActionState.NOT_SOLVED: t("not solved"),
    ActionState.CANCELLED: t("not needed any more"),
}

ACUTE_REASON: Mapping[AcuteReason, Words] = {
    AcuteReason.LIFE: t("A life is in danger"),
    AcuteReason.SUICIDE: t("Talks of ending their life"),
    AcuteReason.VIOLENCE: t("Violence or abuse"),
    AcuteReason.CHILD: t("A child is in danger"),
    AcuteReason.NO_SIGN: t("No sign of life, and I fear the worst"),
    AcuteReason.OTHER: t("Another danger"),
}

SERVICE_TOPIC: Mapping[ServiceTopic, Words] = {
    # Translators: these nine are about a service, such as a health fund, a bus line or an office.
    ServiceTopic.HARD_TO_REACH: t("Hard to reach"),
    ServiceTopic.LONG_WAIT: t("A long wait"),
    ServiceTopic.TOO_DEAR: t("Too expensive"),
    ServiceTopic.TOO_FAR: t("Too far away"),
    ServiceTopic.ONLY_DIGITAL: t("Only by computer or app"),
    ServiceTopic.UNCLEAR: t("Hard to understand"),
    ServiceTopic.NOT_ONES_LANGUAGE: t("Not in one's own language"),
    ServiceTopic.NOT_FRIENDLY: t("Not treated kindly"),
    ServiceTopic.NOTHING_FITS: t("No service fits the question"),
}

POLICY_TOPIC: Mapping[PolicyTopic, Words] = {
    # Translators: these eight are about a rule or a plan of a government.
    PolicyTopic.HOUSING: t("Housing"),
    PolicyTopic.INCOME: t("Income and the cost of living"),
    PolicyTopic.TRANSPORT: t("Transport"),
    PolicyTopic.CARE: t("Care"),
    PolicyTopic.PAPERWORK: t("Rules and paperwork"),
    PolicyTopic.MEETING_PLACES: t("Places to meet"),
    PolicyTopic.SAFE_STREETS: t("Safe streets"),
    PolicyTopic.DIGITAL: t("Everything goes digital"),
}


def topic_label(topic: Topic) -> Words:
    """What a remark is about."""
    return SERVICE_TOPIC[topic] if isinstance(topic, ServiceTopic) else POLICY_TOPIC[topic]


PART: Mapping[Part, Words] = {
    # Translators: which part somebody takes in the call tree.
    Part.BOTH: t("Call and be called"),
    Part.ONLY_CALLED: t("Only be called"),
    Part.ONLY_CALLS: t("Only call"),
}

PROGRAMME_KIND: Mapping[ProgrammeKind, Words] = {
    # Translators: the names of the two methods; keep the Dutch word in front.
    ProgrammeKind.BELBOOM: t("Belboom: a group that calls one another"),
    ProgrammeKind.OPBELACTIE: t("Opbelactie: volunteers call a list of people"),
}

SOURCE: Mapping[Source, Words] = {
    # Translators: where a name and number to call come from.
    Source.SELF: t("The person asked for it"),
    Source.RELATIVE: t("Family, a neighbour or a carer"),
    Source.REGISTER: t("The population register"),
    Source.SOCIAL_SERVICE: t("A social service"),
    Source.ASSOCIATION: t("A club or another organisation"),
    Source.OTHER: t("Another source"),
}

LEGAL_GROUND: Mapping[LegalGround, Words] = {
    # Translators: the legal grounds of the General Data Protection Regulation, article 6.
    LegalGround.CONSENT: t("The person's consent"),
    LegalGround.PUBLIC_TASK: t("A task in the public interest"),
    LegalGround.VITAL_INTEREST: t("A vital interest, such as a heat wave or a flood"),
}

ROLE: Mapping[Role, Words] = {
    Role.MEMBER: t("member"),
    # Translators: "fikser" is a word of the method; keep it.
    Role.FIKSER: t("fikser"),
    Role.COORDINATOR: t("coordinator"),
    # Translators: whoever stands in for the coordinators.
    Role.DEPUTY: t("deputy"),
    Role.ADMIN: t("administrator"),
}

MEMBERSHIP_STATE: Mapping[MembershipState, Words] = {
    MembershipState.PENDING: t("waiting to be let in"),
    MembershipState.ACTIVE: t("takes part"),
    MembershipState.LEFT: t("has left"),
}

WEEKDAY: tuple[Words, ...] = (
    t("Monday"),
    t("Tuesday"),
    t("Wednesday"),
    t("Thursday"),
    t("Friday"),
    t("Saturday"),
    t("Sunday"),
)
"""0 is Monday, as in `date.weekday()`."""
