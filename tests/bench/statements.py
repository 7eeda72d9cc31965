"""What the server asks of PostgreSQL in one call, as a pgbench script.

The statements are read from PostgreSQL's log while the service answers, so that they are the very
ones: whoever changes a statement changes the script of the next measurement with it. Parameters
that are the same in two calls stay as they are; the others are told apart by their form: the id of
the client (picked at random), ids in order of time, random ids, and all else (instants, hashes,
serialized entries), which keeps the value of the second call.
"""

import dataclasses
import re

LINE = re.compile(r"^\S+ \S+ \S+ \[(\d+)\] (LOG|DETAIL):  (.*)$")
EXECUTE = re.compile(r"^execute [^:]*: (.*)$", re.DOTALL)
STATEMENT = re.compile(r"^statement: (.*)$", re.DOTALL)
PARAMETER = re.compile(r"\$(\d+) = (NULL|'(?:[^']|'')*')")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-([47])[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")

REFRESHED_EVERY = 50  # transactions

# ALTER ROLE ... SET, for the capture alone: otherwise no parameter goes to a log.
SETTINGS = {
    "log_statement": "all",
    "log_parameter_max_length": "-1",
    "log_error_verbosity": "default",
}
# What belongs to no call: the question of readiness, the frame of a transaction.
SKIPPED = ("SELECT 1", "BEGIN", "COMMIT", "ROLLBACK")


@dataclasses.dataclass(frozen=True)
class Statement:
    text: str
    parameters: tuple  # text or None


def processes(log):
    """The backends that ran something in a piece of the log."""
    matches = (LINE.match(line) for line in log.splitlines())
    return {match.group(1) for match in matches if match}


def read(log, others):
    """The statements of a piece of the log, in order, without those of other backends."""
    found = []
    pending = {}  # statement of a process whose parameters may follow
    for line in log.splitlines():
        match = LINE.match(line)
        if not match:
            continue
        process, kind, text = match.groups()
        if process in others:
            continue
        if kind == "DETAIL" and text.startswith("parameters: ") and process in pending:
            at = pending.pop(process)
            found[at] = dataclasses.replace(found[at], parameters=_parameters(text))
            continue
        executed = EXECUTE.match(text) or STATEMENT.match(text)
        if kind != "LOG" or not executed or executed.group(1).strip() in SKIPPED:
            continue
        pending[process] = len(found)
        found.append(Statement(executed.group(1), ()))
    return found


def _parameters(text):
    values = []
    for _, value in PARAMETER.findall(text):
        values.append(None if value == "NULL" else value[1:-1].replace("''", "'"))
    return tuple(values)


class Script:
    """The pgbench script of a call, from the statements of two calls about the same client."""

    def __init__(self, first, second, client_id, first_client, last_client):
        if [one.text for one in first] != [one.text for one in second]:
            raise RuntimeError("two calls ran different statements: " + _difference(first, second))
        if not second:
            raise RuntimeError("the log shows no statement")
        self._client_id = client_id
        self._texts = set()  # variables that hold the text of a UUID or of an array of one
        self.values = {}  # variables for pgbench -D
        body = [self._bind(*one) for one in zip(range(len(second)), first, second)]
        self.text = "\n".join(
            [
                # Unique, and ascending as ids in order of time are; client_id is pgbench's own.
                "\\set ordered :run * 1000000000000 + :turn * 1000 + :client_id",
                "\\set scattered random(1, 9000000000000000000)",
                f"\\set subject random({first_client}, {last_client})",
                *self._refresh(),
                "\\set turn :turn + 1",
                "BEGIN;",
                *body,
                "COMMIT;\n",
            ]
        )

    def _refresh(self):
        """Texts can come from a query only; it runs so seldom that it costs nothing."""
        if not self._texts:
            return []
        columns = ", ".join(_column(name) for name in sorted(self._texts))
        return [f"\\if :turn % {REFRESHED_EVERY} = 0", f"SELECT {columns} \\gset", "\\endif"]

    def _bind(self, number, before, after):
        def replace(match):
            at = int(match.group(1)) - 1
            return self._expression(f"p{number}_{at + 1}", before.parameters[at], after.parameters[at])

        return re.sub(r"\$(\d+)", replace, " ".join(after.text.split())) + ";"

    def _expression(self, name, before, after):
        if after is None:
            return "NULL"  # pgbench cannot send one
        bare = after.strip('{}"')
        varied = self._varied(before, after, bare)
        if varied is None:
            self.values[name] = after
            return f":{name}"
        # The planner looks into a parameter, so an array has to arrive as one. What must be new
        # each time arrives as a number; around a plain value it makes no difference to the plan.
        if bare == after and varied != "subject":
            return f"lpad(:{varied}, 32, '0')::uuid"
        self._texts.add((varied, bare != after))
        return f":{varied}_{'array' if bare != after else 'text'}"

    def _varied(self, before, after, bare):
        """The variable that a UUID, or an array of one, is made of; None for all else."""
        if bare == self._client_id:
            return "subject"
        version = UUID.fullmatch(bare)
        if before == after or not version:
            return None
        return "ordered" if version.group(1) == "7" else "scattered"


def _column(name):
    variable, is_array = name
    text = f"lpad(:{variable}::text, 32, '0')::uuid"
    return f"ARRAY[{text}] AS {variable}_array" if is_array else f"{text} AS {variable}_text"


def _difference(first, second):
    only = {one.text for one in first} ^ {one.text for one in second}
    return "; ".join(sorted(only)) or f"{len(first)} and {len(second)} statements"
