"""The chapters, in the order in which they are told; a new one is one line here.

Steps lie in the modules beside this file, all of which are loaded.
"""

import importlib
import pkgutil

import world  # noqa: F401  first: it puts client and stubs on the path
import play

CHAPTERS = (
    "house",
    "help",
    "room",
    "word",
    "asked",
    "consent",
    "daily",
    "case",
    "meeting",
    "afterwards",
    "debts",
    "outcome",
    "programme",
    "flat",
    "complaint",
    "withdrawal",
    "crisis",
    "child",
    "report",
    "view",
)

for module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{module.name}")
play.arrange(CHAPTERS)
