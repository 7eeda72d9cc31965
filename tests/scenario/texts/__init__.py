"""Texts of the chapters: one module each, with a dictionary TEXTS of (English, Czech)."""

import importlib
import pkgutil


def all_texts():
    """The texts of every module here, together."""
    texts = {}
    for module in pkgutil.iter_modules(__path__):
        texts.update(importlib.import_module(f"{__name__}.{module.name}").TEXTS)
    return texts
