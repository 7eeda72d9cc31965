"""How well records of one person find each other (REG-41), on sets whose true pairs are known.

    ./opora bench linkage --data FOLDER

Every record of a set is registered as a client through the service, in the order of the file; what
the service then says belongs together (matches that wait for a steward, ALREADY_EXISTS) is compared
with the truth. A set is a file X.csv with a column rec_id and any of given_name, surname,
date_of_birth (YYYYMMDD) and phone_number. Its pairs stand in X_true.csv, else records rec-N-… of
one N are one person. A record without a family name is registered by the name that it has; one
without any name is not registered, and its pairs count as missed.
"""

import concurrent.futures
import csv
import dataclasses
import itertools
import re
import time

import grpc
import opora_client
from opora.common.v1 import types_pb2
from opora.registry.v1 import client_pb2, client_service_pb2_grpc

THREADS = 8


@dataclasses.dataclass(frozen=True)
class Set:
    name: str
    records: list
    pairs: set  # of ids in order


def read(folder):
    """The sets of a folder, by name."""
    paths = (path for path in sorted(folder.glob("*.csv")) if not path.stem.endswith("_true"))
    return [Set(path.stem, records := rows(path), pairs(path, records)) for path in paths]


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return [{key.strip(): (value or "").strip() for key, value in row.items()}
                for row in csv.DictReader(file, skipinitialspace=True)]


def pairs(path, records):
    truth = path.with_name(path.stem + "_true.csv")
    if truth.exists():
        return {tuple(sorted(row.values())) for row in rows(truth)}
    people = {}
    for record in records:
        people.setdefault(re.sub(r"-(org|dup-\d+)$", "", record["rec_id"]), []).append(record["rec_id"])
    return {pair for ids in people.values() for pair in itertools.combinations(sorted(ids), 2)}


def client(record):
    """The client that a worker would register; None for a record without a name."""
    names = [record[field] for field in ("given_name", "surname") if record.get(field)]
    if not names:
        return None
    made = client_pb2.Client(kind=client_pb2.CLIENT_KIND_IDENTIFIED, family_name=names[-1])
    if len(names) == 2:
        made.given_name = names[0]
    date = re.fullmatch(r"(\d{4})(\d{2})(\d{2})", record.get("date_of_birth", ""))
    if date:
        year, month, day = map(int, date.groups())
        made.birth_date.CopyFrom(types_pb2.PartialDate(year=year, month=month, day=day))
    if len(record.get("phone_number", "")) >= 3:
        made.phone_number = record["phone_number"]
    return made


class Linkage:
    """Registers sets and reads what the service joined."""

    def __init__(self, system, service, people):
        endpoint = system.endpoint(service)
        self._clients = endpoint.interface(client_service_pb2_grpc.ClientServiceStub, people.holder)
        self._steward = endpoint.interface(client_service_pb2_grpc.ClientServiceStub, people.steward())

    def measure(self, of):
        """(pairs that the service found, registrations a second)"""
        begun = time.perf_counter()
        with concurrent.futures.ThreadPoolExecutor(THREADS) as pool:
            answers = list(pool.map(self._register, of.records))
        rate = len(of.records) / (time.perf_counter() - begun)
        ids = {client_id: record["rec_id"] for record, (client_id, new) in zip(of.records, answers) if new}
        found = {self._pair(record["rec_id"], ids[client_id])
                 for record, (client_id, new) in zip(of.records, answers) if client_id in ids and not new}
        for match in self._matches():
            if match.client_id in ids and match.other_client_id in ids:
                found.add(self._pair(ids[match.client_id], ids[match.other_client_id]))
        return found, rate

    @staticmethod
    def _pair(one, other):
        return tuple(sorted((one, other)))

    def _register(self, record):
        """(id of the client that stands for the record, whether it is new)"""
        made = client(record)
        if made is None:
            return None, False
        try:
            request = client_pb2.RegisterClientRequest(client=made)
            return self._clients.RegisterClient(request).client.client_id, True
        except opora_client.OporaError as refused:
            if refused.code == grpc.StatusCode.ALREADY_EXISTS:
                return refused.metadata["client_id"], False
            if refused.code == grpc.StatusCode.INVALID_ARGUMENT and made.HasField("birth_date"):
                return self._register({**record, "date_of_birth": ""})  # no such day
            raise

    def _matches(self):
        request = client_pb2.ListMatchesRequest(page_size=500)
        while True:
            page = self._steward.ListMatches(request)
            yield from page.matches
            request.page_token = page.next_page_token
            if not request.page_token:
                return


def report(system, service, people, folder):
    """Prints a line for each set."""
    linkage = Linkage(system, service, people)
    print(f"{'set':12} {'records':>7} {'pairs':>6} {'found':>6} {'precision':>9} {'recall':>7} {'F1':>6} {'records/s':>9}")
    for one in read(folder):
        found, rate = linkage.measure(one)
        right = len(found & one.pairs)
        precision, recall = right / max(len(found), 1), right / max(len(one.pairs), 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        print(f"{one.name:12} {len(one.records):7} {len(one.pairs):6} {len(found):6} "
              f"{precision:9.4f} {recall:7.4f} {f1:6.4f} {rate:9.0f}")
