"""The picture of who calls whom: the one way in."""

from __future__ import annotations

from bot.picture.draw import png
from bot.picture.layout import Layout, Tree
from bot.picture.legend import Words
from bot.picture.lettering import fitted
from bot.picture.neighbours import neighbours
from bot.picture.ring import MOST, ring


def picture(tree: Tree, words: Words) -> bytes | None:
    """A PNG of the whole group up to sixty people, of the neighbourhood of `tree.me` in a larger one.

    `None` where there is nothing to draw: no calls, or a large group and nobody whose neighbourhood it could be.
    """
    laid = layout(tree, words)
    return None if laid is None else png(laid)


def layout(tree: Tree, words: Words) -> Layout | None:
    """Where everything stands in that picture."""
    if not tree.calls:
        return None
    if len(tree.names) <= MOST:
        return ring(tree, words, fitted)
    return None if tree.me is None else neighbours(tree, words, fitted)
