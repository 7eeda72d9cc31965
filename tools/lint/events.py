#!/usr/bin/env python3
"""Fails when a service emits an event that reporting neither projects nor ignores for a stated reason.

Reads what the services emit from their sources, and what reporting does with it from its tables:
projections.cc (projected and counted) and ignored_events.cc (ignored, with reasons).
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
FEEDS = {
    "client-registry": "client_registry",
    "case-conference": "case_conference",
    "housing-referral": "housing_referral",
}
FOLLOWING = ROOT / "services" / "reporting" / "following"
EVENT = re.compile(r'"([A-Z][A-Za-z]+)"')
COMMENT = re.compile(r"//(?! namespace\n)[^\n]*")
# A definition at the beginning of a line, with its parameters up to the body.
DEFINITION = re.compile(r"^[A-Za-z][^;{}()=]*?\b(\w+)\(([^;{}]*?)\)(?: const)? \{$", re.M | re.S)


def split(text):
    """Arguments or parameters of a list, at its own level."""
    parts, level, current = [], 0, ""
    for sign in text:
        level += (sign in "([{<") - (sign in ")]}>")
        if sign == "," and level == 0:
            parts.append(current.strip())
            current = ""
        else:
            current += sign
    return [*parts, current.strip()] if current.strip() else parts


def arguments(text, start):
    """Arguments of the call whose bracket opens just before `start`."""
    level, end = 1, start
    while level:
        level += (text[end] == "(") - (text[end] == ")")
        end += 1
    return split(text[start : end - 1].replace("->", "."))


class Sources:
    """The sources of one service."""

    def __init__(self, service):
        paths = sorted((ROOT / "services" / service).rglob("*.cc"))
        self.files = {
            path: COMMENT.sub("", path.read_text(encoding="utf-8"))
            for path in paths
            if not path.name.endswith("_test.cc")
        }
        # (file, or None for all; pattern of the call): places of the event among its arguments.
        self.emitters = {(None, r"\bcall\.Emit\("): {0}}
        self.types, self.unread = set(), set()

    def read(self):
        """Types of events, through functions that hand on what they are given."""
        before = None
        while before != self.emitters:
            before = {name: set(places) for name, places in self.emitters.items()}
            self.types, self.unread = set(), set()
            for path, text in self.files.items():
                self._read(path, text)
        return self

    def _read(self, path, text):
        definitions = list(DEFINITION.finditer(text))
        for (only, pattern), places in list(self.emitters.items()):
            if only not in (None, path):
                continue
            for call in re.finditer(pattern, text):
                around = [one for one in definitions if one.start() <= call.start()]
                if around and call.start() < around[-1].end():
                    continue  # The definition itself.
                found = arguments(text, call.end())
                for place in sorted(places):
                    if place < len(found):
                        self._take(path, text, found[place], around[-1] if around else None)

    def _take(self, path, text, argument, definition):
        literals = EVENT.findall(argument)
        self.types.update(literals)
        if literals or definition is None:
            return
        for place, parameter in enumerate(split(definition[2])):
            if re.search(rf"\b{re.escape(argument)}$", parameter):
                end = text.find("}  // namespace\n")
                only = path if definition.start() < end else None
                name = rf"(?<![.\w]){definition[1]}\("
                self.emitters.setdefault((only, name), set()).add(place)
                return
        body = text[definition.start() :]
        assigned = re.findall(rf"\b{re.escape(argument)}\b\s*=([^;]*);", body)
        literals = [one for each in assigned for one in EVENT.findall(each)]
        self.types.update(literals)
        if not literals:
            self.unread.add(f"{path.relative_to(ROOT)}: {argument}")


TABLES = {
    "client-registry": ("kRegistryEvents", "kRegistry"),
    "case-conference": ("kConferenceEvents", "kConference"),
    "housing-referral": ("kHousingEvents", "kHousing"),
}


def known(feed):
    """Types of a feed that reporting counts or projects, and those that it ignores."""
    projections = COMMENT.sub("", (FOLLOWING / "projections.cc").read_text(encoding="utf-8"))
    ignored = COMMENT.sub("", (FOLLOWING / "ignored_events.cc").read_text(encoding="utf-8"))
    counted_table, ignored_table = TABLES[feed]
    counted = set(EVENT.findall(re.search(rf"{counted_table}\[\] = {{(.*?)}};", projections, re.S)[1]))
    if feed == "client-registry":
        effects = re.search(r"RegistryEffects\(\) \{(.*?)return \*effects;", projections, re.S)[1]
        counted |= set(EVENT.findall(effects))
    rows = re.search(rf"constexpr Ignored {ignored_table}\[\] = {{(.*?)\n}};", ignored, re.S)[1]
    return counted, set(EVENT.findall(rows))


def problems():
    for feed, service in FEEDS.items():
        sources = Sources(service).read()
        counted, ignored = known(feed)
        for one in sorted(sources.unread):
            yield f"{feed}: which event is emitted cannot be read: {one}"
        for one in sorted(sources.types - counted - ignored):
            yield f"{feed}: {one} is emitted; reporting neither projects nor ignores it"
        for one in sorted((counted | ignored) - sources.types):
            yield f"{feed}: {one} is known to reporting, and nobody emits it"


def main():
    found = list(problems())
    for one in found:
        print(one)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
