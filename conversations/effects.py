"""What a finished dialogue asks to be done: data only, applied in the transaction that commits the last answer."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Effect(BaseModel):
    """One thing to do. Subclasses hold ids and answers, nothing that needs looking up by its name."""

    model_config = ConfigDict(frozen=True, extra="forbid")
