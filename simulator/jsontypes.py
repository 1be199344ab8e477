"""Names for the JSON shapes that pass through the simulator."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
"""A JSON object, in the shape that the Bot API documents."""
