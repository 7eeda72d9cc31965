"""Prints the story for people: chapters, steps, what was allowed and what was refused."""

import os
import shutil
import sys
import textwrap

STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "blue": "34"}
INDENT = 6
WIDTH = 100


class Narrator:
    """Writes texts that are already in the reader's language."""

    def __init__(self, out=None, colours=True):
        self._out = out or sys.stdout
        self._colours = colours and self._out.isatty() and not os.environ.get("NO_COLOR")
        self._width = min(WIDTH, shutil.get_terminal_size((WIDTH, 24)).columns)

    def title(self, title, prologue, legend):
        self._line(self._styled(title, "bold"))
        self._line("=" * len(title))
        self._wrapped(prologue, "", "")
        self._line()
        self._line(self._styled(legend, "dim"))

    def chapter(self, title):
        self._line()
        self._line(self._styled(title, "bold", "blue"))
        self._line(self._styled("─" * len(title), "blue"))

    def step(self, number, title):
        self._line()
        self._line(self._styled(f"{number:<4}", "dim") + self._styled(title, "bold"))

    def tells(self, text):
        self._wrapped(text, " " * 4, " " * 4)

    def allowed(self, text):
        self._marked("→", text, "green")

    def refused(self, head, message, remedy):
        self._marked("✗", head, "red")
        for text in (message, remedy):
            if text:
                self._wrapped(text, " " * (INDENT + 2), " " * (INDENT + 2))

    def list(self, lines):
        for line in lines:
            self._wrapped(f"· {line}", " " * (INDENT + 2), " " * (INDENT + 4))

    def paper(self, text):
        """A printable text, in a frame."""
        inside = self._width - INDENT - 6
        lines = [
            part
            for line in text.strip().split("\n")
            for part in textwrap.wrap(line, inside) or [""]
        ]
        width = max(len(line) for line in lines)
        edge = " " * (INDENT + 2)
        self._line(self._styled(f"{edge}┌{'─' * (width + 2)}┐", "dim"))
        for line in lines:
            self._line(self._styled(f"{edge}│ {line:<{width}} │", "dim"))
        self._line(self._styled(f"{edge}└{'─' * (width + 2)}┘", "dim"))

    def table(self, headings, rows):
        widths = [max(len(row[i]) for row in [headings, *rows]) for i in range(len(headings))]
        for row in [headings, ["─" * width for width in widths], *rows]:
            cells = [f"{cell:<{width}}" for cell, width in zip(row, widths)]
            line = " " * 4 + "  ".join(cells).rstrip()
            self._line(
                self._styled(line, "dim") if row[0] in (headings[0], "─" * widths[0]) else line
            )

    def chart(self, rows, width=36):
        """Bars: (label, value, what stands behind the bar), the longest for the largest value."""
        labels = max(len(label) for label, _, _ in rows)
        largest = max(value for _, value, _ in rows) or 1
        for label, value, text in rows:
            bar = "█" * max(round(width * value / largest), 1 if value else 0)
            start = " " * 4 + f"{label:<{labels}}  "
            self._line(f"{start}{self._styled(f'{bar:<{width}}', 'blue')}  {text}".rstrip())

    def unexpected(self, where, problem):
        self._line()
        self._line(self._styled(where, "bold", "red"))
        for line in str(problem).split("\n"):
            self._line(line)

    def ending(self, text):
        self._line()
        self._line(self._styled(text, "bold", "green"))

    def _marked(self, mark, text, style):
        first = " " * INDENT + mark + " "
        lines = textwrap.wrap(
            text, self._width, initial_indent=first, subsequent_indent=" " * (INDENT + 2)
        )
        for line in lines:
            self._line(line.replace(mark, self._styled(mark, style, "bold"), 1))

    def _wrapped(self, text, first, following):
        for line in textwrap.wrap(
            text, self._width, initial_indent=first, subsequent_indent=following
        ):
            self._line(line)

    def _styled(self, text, *styles):
        if not self._colours:
            return text
        return f"\033[{';'.join(STYLES[style] for style in styles)}m{text}\033[0m"

    def _line(self, text=""):
        print(text, file=self._out, flush=True)


class Silent(Narrator):
    """Plays without telling, for tests."""

    def _line(self, text=""):
        pass
