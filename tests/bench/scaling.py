"""Whether a page of a list costs the same however long the list is.

A client with ten thousand statements and support records beside one with a hundred, an agency with
a hundred thousand clients beside one with a thousand, a consent with two hundred parties beside one
with two: the same pages are asked for in turn, and their times per row are compared.
"""

import statistics
import time
import uuid

from opora.common.v1 import areas_pb2
from opora.registry.v1 import client_pb2, client_service_pb2_grpc, consent_pb2, consent_service_pb2_grpc
from opora.registry.v1 import statement_pb2, support_pb2, support_pb2_grpc

TARGET = 2.0  # times the small case, per row
ROUNDS = 25
PAGE = 100
SMALL, BIG = 100, 10_000  # rows of one client
FEW, MANY = 1_000, 100_000  # clients of an agency

ROWS = """
INSERT INTO statements OVERRIDING USER VALUE SELECT r.* FROM
  (SELECT * FROM statements WHERE client_id = '{client}' LIMIT 1) t, generate_series(2, {count}) n, LATERAL
  jsonb_populate_record(t::statements, jsonb_build_object('statement_id', md5('{client}s' || n)::uuid,
    'create_time', t.create_time + n * interval '1 ms')) r;
INSERT INTO support_records OVERRIDING USER VALUE SELECT r.* FROM
  (SELECT * FROM support_records WHERE client_id = '{client}' LIMIT 1) t, generate_series(2, {count}) n, LATERAL
  jsonb_populate_record(t::support_records, jsonb_build_object('support_record_id', md5('{client}r' || n)::uuid)) r;
"""
CLIENTS = """
CREATE TEMP TABLE copy AS SELECT n, md5('{client}c' || n)::uuid AS client_id FROM generate_series(1, {count}) n;
INSERT INTO client_clusters SELECT client_id, client_id FROM copy;
INSERT INTO clients OVERRIDING USER VALUE SELECT r.* FROM clients t, copy c, LATERAL
  jsonb_populate_record(t, jsonb_build_object('client_id', c.client_id, 'family_name', 'Klient' || n,
    'x_family_folded', 'klient' || n)) r WHERE t.client_id = '{client}';
DROP TABLE copy;
"""
READY = "VACUUM (ANALYZE); CHECKPOINT;"


class Case:
    """A page that is asked for in the small and in the big world; `rows` tells how many an answer holds."""

    def __init__(self, name, small, big, rows):
        self.name = name
        self._calls = (small, big)
        self._rows = rows

    def measure(self):
        """Medians of the time per row, in microseconds."""
        times = ([], [])
        for _ in range(ROUNDS):
            for of_case, call in zip(times, self._calls):
                begun = time.perf_counter()
                answer = call()
                of_case.append(1e6 * (time.perf_counter() - begun) / self._rows(answer))
        return tuple(statistics.median(of_case) for of_case in times)


class World:
    def __init__(self, system, service, people):
        self._system = system
        self._endpoint = system.endpoint(service)
        self._people = people
        self.supports = self._interface(support_pb2_grpc.SupportServiceStub, people.holder)
        self.clients = self._interface(client_service_pb2_grpc.ClientServiceStub, people.holder)
        self.consents = self._interface(consent_service_pb2_grpc.ConsentServiceStub, people.holder)
        self.read = self._interface(client_service_pb2_grpc.ClientServiceStub, people.reader)
        self.read_consents = self._interface(consent_service_pb2_grpc.ConsentServiceStub, people.reader)

    def _interface(self, stub, caller):
        return self._endpoint.interface(stub, caller)

    def client(self, name, rows):
        """A client of the holder's with so many statements and support records."""
        client_id = self._people.register(name)
        self.supports.RecordSupport(self._people.support(client_id, "one of many"))
        self._system.sql_file(ROWS.format(client=client_id, count=rows))
        return client_id

    def agency(self, interface, name, count):
        """So many clients, of the agency whose worker calls."""
        client = client_pb2.Client(kind=client_pb2.CLIENT_KIND_IDENTIFIED, given_name="Jan", family_name=name)
        made = interface.RegisterClient(client_pb2.RegisterClientRequest(client=client)).client
        self._system.sql_file(CLIENTS.format(client=made.client_id, count=count))

    def consent(self, client_id, parties):
        """A signed consent of the client with so many agencies; the reader's is one of them."""
        agencies = [self._people.holder_agency, self._people.reader_agency]
        agencies += [self._people.agency(f"Agency {n}") for n in range(parties - 2)]
        areas = [areas_pb2.DATA_AREA_IDENTITY, areas_pb2.DATA_AREA_FAMILY]
        return self._people.consent(client_id, areas, agencies)

    def ready(self):
        self._system.sql_file(READY)


def page_of(call, request, skipped=0):
    """A call for one page, some pages after the first."""
    for _ in range(skipped):
        request.page_token = call(request).next_page_token
    return lambda: call(request)


def cases(world):
    small, big = world.client("Small", SMALL), world.client("Big", BIG)
    pair, crowd = world.client("Pair", 1), world.client("Crowd", 1)
    world.consent(pair, 2)
    world.consent(crowd, 200)
    world.agency(world.read, "Klientova", FEW)
    world.agency(world.clients, "Klientova", MANY)
    world.ready()

    def statements(client_id, skipped=0):
        request = statement_pb2.ListStatementsRequest(client_id=client_id, page_size=PAGE)
        return page_of(world.clients.ListStatements, request, skipped)

    def supports(client_id, skipped=0):
        request = support_pb2.ListSupportRequest(client_id=client_id, page_size=PAGE)
        return page_of(world.supports.ListSupport, request, skipped)

    def consents(client_id):
        request = consent_pb2.ListConsentsRequest(client_id=client_id)
        return lambda: world.consents.ListConsents(request)

    def suggest(interface):
        def call():
            return interface.SuggestClients(client_pb2.SuggestClientsRequest(
                prefix="Klient9", search_id=str(uuid.uuid4()), page_size=10))
        return call

    def get(client_id):
        return lambda: world.read.GetClient(client_pb2.GetClientRequest(client_id=client_id))

    def parties(answer):
        return sum(len(version.parties) for consent in answer.consents for version in consent.versions)

    return [
        Case(f"statements, first page: {SMALL} and {BIG}", statements(small), statements(big),
             lambda answer: len(answer.entries)),
        Case(f"statements, page 50 of {BIG}", statements(small), statements(big, 49),
             lambda answer: len(answer.entries)),
        Case(f"support, first page: {SMALL} and {BIG}", supports(small), supports(big),
             lambda answer: len(answer.support_records)),
        Case(f"support, page 50 of {BIG}", supports(small), supports(big, 49),
             lambda answer: len(answer.support_records)),
        Case("consents, per party: 2 and 200", consents(pair), consents(crowd), parties),
        Case("reading by consent: 2 and 200 parties", get(pair), get(crowd), lambda _: 1),
        Case(f"suggestions: agencies of {FEW} and {MANY}", suggest(world.read), suggest(world.clients),
             lambda answer: len(answer.clients)),
    ]


def report(system, service, people):
    """Prints the table; the names of the cases that miss the target."""
    missed = []
    print(f"Time per row of a page, small and big case (target: at most {TARGET:.1f} times)")
    for case in cases(World(system, service, people)):
        small, big = case.measure()
        print(f"  {case.name:45} {small:9.1f} us {big:9.1f} us  {big / small:5.2f}")
        if big / small > TARGET:
            missed.append(case.name)
    return missed

