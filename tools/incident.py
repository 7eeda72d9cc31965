#!/usr/bin/python3
"""The table for a breach report: what somebody read and changed in a period, over all services (XC-70).

  incident.py --state DIR --from 2026-11-01T00:00Z --to 2026-11-02T00:00Z
              [--worker ID] [--agency ID] [--certificate SHA256]
              [--token FILE] [--certificate-file FILE --key-file FILE] [--role ROLE] [--csv]

One row per client and area, as each service answers AuditService.SummarizeAccesses and added up. Who
asks needs the role AUDITOR, for the own agency, or PLATFORM_ADMIN. Without --token the private
system's administrator asks.
"""

import argparse
import collections
import csv
import datetime
import json
import os
import pathlib
import sys

os.environ.setdefault("GRPC_VERBOSITY", "NONE")
ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "clients" / "python"), str(ROOT / "tools")]

# pylint: disable=wrong-import-position
import devidentity  # noqa: E402
from opora_client import Caller, Certificate, Endpoint, OporaError  # noqa: E402
from opora.common.v1 import areas_pb2, audit_pb2, audit_pb2_grpc  # noqa: E402

COLUMNS = (
    "client",
    "area",
    "read",
    "changed",
    "disclosed",
    "refused",
    "first",
    "last",
    "services",
    "bases",
    "workers",
    "methods",
)


class Row:
    """What happened to one area of one client, in all services."""

    def __init__(self):
        self.counts = collections.Counter()
        self.first = self.last = None
        self.sets = collections.defaultdict(set)

    def add(self, service, summary):
        for name in ("read", "written", "disclosed", "refused"):
            self.counts[name] += getattr(summary, f"{name}_count")
        first, last = summary.first_time.ToDatetime(), summary.last_time.ToDatetime()
        self.first = min(self.first or first, first)
        self.last = max(self.last or last, last)
        self.sets["services"].add(service)
        self.sets["bases"].update(
            audit_pb2.Basis.Name(basis).removeprefix("BASIS_") for basis in summary.bases
        )
        self.sets["workers"].update(summary.worker_ids)
        self.sets["methods"].update(method.split(".")[-1] for method in summary.methods)

    def cells(self, client, area):
        return (
            client or "-",
            areas_pb2.DataArea.Name(area).removeprefix("DATA_AREA_") if area else "-",
            *(self.counts[name] for name in ("read", "written", "disclosed", "refused")),
            f"{self.first:%Y-%m-%d %H:%M:%S}",
            f"{self.last:%Y-%m-%d %H:%M:%S}",
            *(" ".join(sorted(self.sets[name])) for name in COLUMNS[8:]),
        )


def collect(interfaces, request):
    """{(client, area): Row} over all pages of all services."""
    rows = collections.defaultdict(Row)
    for service, interface in interfaces.items():
        page = audit_pb2.SummarizeAccessesRequest()
        page.CopyFrom(request)
        while True:
            response = interface.SummarizeAccesses(page)
            for summary in response.summaries:
                rows[(summary.client_id, summary.area)].add(service, summary)
            page.page_token = response.next_page_token
            if not page.page_token:
                break
    return rows


def request_of(arguments):
    request = audit_pb2.SummarizeAccessesRequest(
        worker_id=arguments.worker,
        agency_id=arguments.agency,
        peer_certificate=arguments.certificate,
    )
    request.from_time.FromDatetime(arguments.begin)
    request.to_time.FromDatetime(arguments.end)
    return request


def caller_of(arguments, identity):
    if arguments.token:
        token = pathlib.Path(arguments.token).read_text(encoding="utf-8").strip()
        certificate = Certificate(arguments.certificate_file, arguments.key_file)
    else:
        token = devidentity.token(identity, "admin")
        devidentity.service(identity, "incident")
        certificate = Certificate(identity / "incident.pem", identity / "incident.key")
    return Caller("incident", token, arguments.role, "SUPERVISION", certificate=certificate)


def instant(text):
    moment = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError("an instant needs its zone: 2026-11-01T00:00Z")
    return moment.astimezone(datetime.timezone.utc).replace(tzinfo=None)


def parse():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--state", required=True, help="folder that holds system.json")
    parser.add_argument("--from", dest="begin", required=True, type=instant)
    parser.add_argument("--to", dest="end", required=True, type=instant)
    parser.add_argument("--worker", default="", help="only this worker, absent or acting")
    parser.add_argument("--agency", default="", help="only this agency")
    parser.add_argument("--certificate", default="", help="only this client certificate")
    parser.add_argument("--token", help="file with the token of who asks")
    parser.add_argument("--certificate-file", type=pathlib.Path)
    parser.add_argument("--key-file", type=pathlib.Path)
    parser.add_argument("--role", default="PLATFORM_ADMIN")
    parser.add_argument("--csv", action="store_true", help="instead of a table in Markdown")
    return parser.parse_args()


def write(table, as_csv):
    if as_csv:
        writer = csv.writer(sys.stdout)
        writer.writerow(COLUMNS)
        writer.writerows(table)
        return
    for cells in (COLUMNS, ["---"] * len(COLUMNS), *table):
        print("| " + " | ".join(str(cell) for cell in cells) + " |")


def main():
    arguments = parse()
    system = json.loads(
        (pathlib.Path(arguments.state) / "system.json").read_text(encoding="utf-8")
    )
    identity = pathlib.Path(system["identity"])
    caller = caller_of(arguments, identity)
    interfaces = {
        name: Endpoint(service["address"], identity / "ca.pem").interface(
            audit_pb2_grpc.AuditServiceStub, caller
        )
        for name, service in system["services"].items()
    }
    try:
        rows = collect(interfaces, request_of(arguments))
    except OporaError as error:
        print(error, file=sys.stderr)
        return 1
    write([row.cells(*key) for key, row in sorted(rows.items())], arguments.csv)
    return 0


if __name__ == "__main__":
    sys.exit(main())
