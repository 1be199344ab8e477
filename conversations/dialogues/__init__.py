"""One module per dialogue. Each registers itself when it is imported; a new module needs no line here."""

from importlib import import_module
from pkgutil import iter_modules

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
