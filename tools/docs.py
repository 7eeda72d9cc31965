#!/usr/bin/python3
"""The reference pages of docs/reference, from the contract and from the services themselves.

    tools/docs.py           write them
    tools/docs.py --check   fail when what is there is not what would be written

The contract comes from protos/ with its comments; rules, state charts and settings from the
binaries of build/dev.
"""

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "clients" / "python"))

# pylint: disable=wrong-import-position
import opora_client  # noqa: E402,F401  makes the generated modules
from google.protobuf import descriptor_pb2  # noqa: E402
from opora.common.v1 import areas_pb2, context_pb2, label_pb2, policy_pb2  # noqa: E402

PAGES = ROOT / "docs" / "reference"
SERVICES = ("client-registry", "case-conference", "housing-referral", "reporting")
PACKAGES = ("common", "registry", "conference", "housing", "reporting")
TYPES = {number: name.removeprefix("TYPE_").lower()
         for name, number in descriptor_pb2.FieldDescriptorProto.Type.items()}
# Where a comment goes on to the next answer of a method.
ERROR = re.compile(
    r" (?=(?:INVALID_ARGUMENT|NOT_FOUND|ALREADY_EXISTS|PERMISSION_DENIED|FAILED_PRECONDITION|ABORTED|"
    r"RESOURCE_EXHAUSTED|OUT_OF_RANGE|UNAVAILABLE|UNAUTHENTICATED|DEADLINE_EXCEEDED)[ :,]|Warnings? [A-Z_]{4,})"
)
REPEATED = descriptor_pb2.FieldDescriptorProto.LABEL_REPEATED


class File:
    """A file of the contract with the comments of its elements."""

    def __init__(self, proto):
        self.proto = proto
        self._comments = {tuple(at.path): at.leading_comments for at in proto.source_code_info.location}

    def comment(self, *path):
        """In one line."""
        return " ".join(self._comments.get(path, "").split())

    def paragraphs(self, *path):
        """With its paragraphs; each error that a method answers begins an item."""
        said = self._comments.get(path, "").strip().split("\n\n")
        return "\n\n".join(ERROR.sub("\n- ", " " + " ".join(part.split())).strip() for part in said)


def contract():
    """Files of the contract by package, in order of their names."""
    with tempfile.NamedTemporaryFile() as target:
        names = sorted(str(path.relative_to(ROOT / "protos"))
                       for path in (ROOT / "protos" / "opora").rglob("*.proto"))
        command = ["protoc", "--include_source_info", "--include_imports",
                   f"--descriptor_set_out={target.name}", "-I", "protos", "-I", "third_party", *names]
        subprocess.run(command, check=True, cwd=ROOT)
        files = descriptor_pb2.FileDescriptorSet.FromString(pathlib.Path(target.name).read_bytes())
    found = {}
    for proto in sorted(files.file, key=lambda file: file.name):
        if proto.name.startswith("opora/"):
            found.setdefault(proto.package.split(".")[1], []).append(File(proto))
    return found


def short(name):
    """The name of a type without this package's prefix."""
    return name.lstrip(".").removeprefix("opora.").removeprefix("google.protobuf.")


def cell(text):
    return text.replace("|", "\\|")


def names(values, prefix):
    return ", ".join(value.removeprefix(prefix) for value in values)


# --- the contract -------------------------------------------------------------------------------


def api_page(package, files):
    lines = [f"# opora.{package}.v1", ""]
    lines += [f"- [{service.name}](#{service.name.lower()}): {file.comment(6, number)}"
              for file in files for number, service in enumerate(file.proto.service)] + [""]
    for file in files:
        for number, service in enumerate(file.proto.service):
            lines += interface(file, number, service)
    for file in files:
        for number, message in enumerate(file.proto.message_type):
            lines += record(file, (4, number), message)
        for number, enumeration in enumerate(file.proto.enum_type):
            lines += codes(file, (5, number), enumeration)
    return "\n".join(lines) + "\n"


def interface(file, number, service):
    lines = [f"## {service.name}", "", file.comment(6, number), ""]
    for n, method in enumerate(service.method):
        stream = "stream " if method.server_streaming else ""
        lines += [f"### {service.name}.{method.name}", "", file.paragraphs(6, number, 2, n), "",
                  f"`{short(method.input_type)}` → {stream}`{short(method.output_type)}`"]
        lines += [policy(method.options.Extensions[policy_pb2.policy]), ""]
    return lines


def policy(given):
    """Who may call, in one line."""
    said = ["reads" if given.access == policy_pb2.ACCESS_READ else "writes"]
    callers = [policy_pb2.Caller.Name(caller) for caller in given.callers] or ["CALLER_PERSON"]
    said.append("callers: " + names(callers, "CALLER_"))
    if given.groups:
        groups = [context_pb2.RoleGroup.Name(group) for group in given.groups]
        said.append("roles: " + names(groups, "ROLE_GROUP_"))
    said.append("needs: " + policy_pb2.Need.Name(given.need).removeprefix("NEED_"))
    if given.areas:
        said.append("areas: " + names([areas_pb2.DataArea.Name(area) for area in given.areas], "DATA_AREA_"))
    return "\n" + "; ".join(said) + "."


def record(file, path, message):
    lines = [f"## {message.name}", "", file.comment(*path), ""]
    if message.field:
        lines += ["| Field | Type | Area | Meaning |", "|---|---|---|---|"]
        for n, field in enumerate(message.field):
            lines.append(f"| `{field.name}` | {type_of(field)} | {area_of(field)} | "
                         f"{cell(file.comment(*path, 2, n))} |")
        lines.append("")
    for n, nested in enumerate(message.nested_type):
        if not nested.options.map_entry:
            lines += record(file, (*path, 3, n), nested)
    for n, nested in enumerate(message.enum_type):
        lines += codes(file, (*path, 4, n), nested)
    return lines


def type_of(field):
    name = short(field.type_name) if field.type_name else TYPES[field.type]
    return f"repeated {name}" if field.label == REPEATED else name


def area_of(field):
    given = field.options.Extensions[policy_pb2.field]
    return areas_pb2.DataArea.Name(given.area).removeprefix("DATA_AREA_") if given.area else ""


def codes(file, path, enumeration):
    lines = [f"## {enumeration.name}", "", file.comment(*path), "",
             "| Value | Number | English | Česky | Meaning |", "|---|---|---|---|---|"]
    for n, value in enumerate(enumeration.value):
        label = value.options.Extensions[label_pb2.label]
        lines.append(f"| `{value.name}` | {value.number} | {label.en} | {label.cs} | "
                     f"{cell(file.comment(*path, 2, n))} |")
    return [*lines, ""]


# --- the services -------------------------------------------------------------------------------


def said_by(service, *command):
    binary = ROOT / "build" / "dev" / f"opora-{service}"
    return subprocess.run([binary, *command], check=True, capture_output=True, text=True).stdout


def pages():
    """{path below docs/reference: text} of every page."""
    files = contract()
    made = {f"api/{package}.md": api_page(package, files[package]) for package in PACKAGES}
    for service in SERVICES:
        made[f"rules/{service}.en.md"] = said_by(service, "describe", "en")
        made[f"rules/{service}.cs.md"] = said_by(service, "describe", "cs")
        made[f"settings/{service}.md"] = f"# Settings of {service}\n\n" + said_by(service, "config", "reference")
    return made


def stale(made):
    """Paths whose page is missing, not current, or of nothing any more."""
    there = {str(path.relative_to(PAGES)) for path in PAGES.rglob("*.md")}
    return sorted((there - set(made)) | {
        path for path, text in made.items()
        if path not in there or (PAGES / path).read_text(encoding="utf-8") != text
    })


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    made = pages()
    old = stale(made)
    if check and old:
        sys.exit("Not current (./opora docs writes them): " + ", ".join(old))
    for path in old:
        page = PAGES / path
        if path not in made:
            page.unlink()
            continue
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(made[path], encoding="utf-8")
        print(page.relative_to(ROOT))


if __name__ == "__main__":
    main()
