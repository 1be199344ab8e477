"""The features; importing this package fills the tables of `bot.registry`."""


from bot.features import reports, signal_details, signal_handling, signal_raise, signals  # noqa: F401
from bot.features import digest, rota, sharing, tree, who  # noqa: F401
from bot.features import adding, coordination, fikser, groups, invitations, joining, language  # noqa: F401
from bot.features import leaving, members, menus, programme, start, statement, waiting  # noqa: F401
