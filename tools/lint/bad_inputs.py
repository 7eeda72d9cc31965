#!/usr/bin/python3
"""docs/bad-inputs.md names tests that exist, one at least for every bad input.

Every number of the two lists has one line; a test with `bad_input_NN` in its name is on the line of
that number.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "bad-inputs.md"
NUMBERS = [f"C{number}" for number in range(1, 15)] + [str(number) for number in range(1, 31)]


def tests():
    """Names of all tests: "file.test" in Python, "Suite.Name" in C++."""
    found = set()
    for path in (ROOT / "tests").rglob("*.py"):
        names = re.findall(r"^    def (test_\w+)\(", path.read_text(encoding="utf-8"), re.M)
        found.update(f"{path.stem}.{name}" for name in names)
    for folder in ("common", "services", "tests"):
        for path in (ROOT / folder).rglob("*_test.cc"):
            text = path.read_text(encoding="utf-8")
            found.update(
                f"{suite}.{name}"
                for suite, name in re.findall(r"^TEST(?:_F|_P)?\((\w+),\s*(\w+)\)", text, re.M)
            )
    return found


def lines(page):
    """{number: names of its tests}; a number with two lines is a fault of its own."""
    table, faults = {}, []
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|") or not re.fullmatch(r"C?\d+", cells[0]):
            continue
        if cells[0] in table:
            faults.append(f"{cells[0]} has two lines")
        table[cells[0]] = re.findall(r"`([^`]+)`", cells[-1])
    return table, faults


def check():
    known = tests()
    table, faults = lines(PAGE.read_text(encoding="utf-8"))
    faults += [f"{number} has no line" for number in NUMBERS if number not in table]
    faults += [f"{number} is no number of the lists" for number in table if number not in NUMBERS]
    for number, names in table.items():
        if not names:
            faults.append(f"{number} names no test")
        faults += [f"{number}: there is no test {name}" for name in names if name not in known]
    for name in known:
        marked = re.search(r"_bad_input_(\d+)_", name)
        if marked and name not in table.get(str(int(marked.group(1))), []):
            faults.append(f"{name} is not on the line of its number")
    return faults


def main():
    faults = check()
    for fault in sorted(faults):
        print(f"{PAGE.relative_to(ROOT)}: {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
