#!/usr/bin/python3
"""A file of clients sent by an agency's own system: whole, twice, and with kill -9 in the middle (REG-120)."""

import os
import pathlib
import random
import sys
import threading
import time
import unittest
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

# pylint: disable=wrong-import-position,invalid-name
import private  # noqa: E402
import grpc  # noqa: E402
from system_case import SystemTest  # noqa: E402
from opora_client import decode  # noqa: E402
from opora.common.v1 import areas_pb2  # noqa: E402
from opora.registry.v1 import client_change_pb2, client_pb2, client_service_pb2_grpc  # noqa: E402
from opora.registry.v1 import consent_pb2, consent_service_pb2_grpc  # noqa: E402

ROWS = int(os.environ.get("OPORA_IMPORT_ROWS", "1000"))
BATCH = 100
KILLS = 4
CREATED = client_change_pb2.UPSERT_OUTCOME_CREATED
UNCHANGED = client_change_pb2.UPSERT_OUTCOME_UNCHANGED


class ImportTest(SystemTest):
    def setUp(self):
        self.machine = self.system.machine("most-import", self.people.holder_agency)
        self.name = f"soubor-{uuid.uuid4()}"
        self.tag = _letters(uuid.uuid4().int % 10**9)
        self.connect()

    def connect(self):
        self.stub = client_service_pb2_grpc.ClientServiceStub(self.channel(self.machine))

    def file(self, rows=ROWS):
        """Requests of a hundred rows each, each with its request_id."""
        made = [
            client_change_pb2.UpsertClientRow(
                system=self.name,
                external_id=f"{number:06}",
                client=client_pb2.Client(
                    kind=client_pb2.CLIENT_KIND_IDENTIFIED,
                    given_name="Jan",
                    family_name=f"Dovezeny {_letters(number)} {self.tag}",
                ),
            )
            for number in range(rows)
        ]
        return [
            client_change_pb2.BatchUpsertClientsRequest(
                rows=made[begin : begin + BATCH], request_id=str(uuid.uuid4()))
            for begin in range(0, rows, BATCH)
        ]

    def send(self, requests, timeout=60):
        """Outcomes of all rows, in their order; raises what the first refused batch was told."""
        outcomes = []
        for request in requests:
            answers = self.stub.BatchUpsertClients(
                request, metadata=self.machine.metadata(), timeout=timeout, wait_for_ready=True).answers
            self.assertEqual([one.reason for one in answers if one.status_code], [])
            outcomes += [one.outcome for one in answers]
        return outcomes

    def stored(self):
        """Numbers of this file; clients behind them; clients of its names; events of them."""
        return tuple(int(self.system.sql(question)[0][0]) for question in (
            f"SELECT count(*) FROM external_references WHERE system = '{self.name}'",
            f"SELECT count(DISTINCT record_id) FROM external_references WHERE system = '{self.name}'",
            f"SELECT count(*) FROM clients WHERE family_name LIKE '% {self.tag}'",
        ))

    def test_REG_120_bad_input_27_the_same_file_twice_makes_everybody_once(self):
        requests = self.file()
        begun = time.monotonic()
        self.assertEqual(set(self.send(requests)), {CREATED})
        print(f"[import] {ROWS} rows in {time.monotonic() - begun:.1f} s")
        self.assertEqual(self.stored(), (ROWS, ROWS, ROWS))
        before = self.system.sql("SELECT count(*) FROM outbox")
        # The same file by another run of the same program, and by a retry of the same run.
        again = [client_change_pb2.BatchUpsertClientsRequest(rows=one.rows, request_id=str(uuid.uuid4()))
                 for one in requests]
        self.assertEqual(set(self.send(again)), {UNCHANGED})
        self.send(requests)
        self.assertEqual(self.stored(), (ROWS, ROWS, ROWS))
        self.assertEqual(self.system.sql("SELECT count(*) FROM outbox"), before, "and tells nobody anything")

    def test_REG_120_bad_input_27_a_row_twice_in_one_batch_is_one_client(self):
        (request,) = self.file(rows=10)
        request.rows.extend(list(request.rows))
        self.assertEqual(self.send([request]), [CREATED] * 10 + [UNCHANGED] * 10)
        self.assertEqual(self.stored(), (10, 10, 10))

    def test_REG_120_bad_input_27_half_a_file_then_kill_9_then_the_file_again(self):
        requests = self.file()
        chance = random.Random(27)
        for _ in range(KILLS):
            halfway = chance.randrange(1, len(requests))
            killer = threading.Timer(chance.uniform(0.02, 0.4), self.service.kill)
            refused = None
            try:
                self.send(requests[:halfway])
                killer.start()
                self.send(requests[halfway:], timeout=5)
            except grpc.RpcError as error:
                refused = decode(error)
            killer.join()
            if refused is not None:
                self.assertIn(refused.code.name, ("UNAVAILABLE", "CANCELLED", "DEADLINE_EXCEEDED"), str(refused))
            numbers, behind, clients = self.stored()
            # A batch is in whole or not at all; nobody is in without a number.
            self.assertEqual(numbers % BATCH, 0)
            self.assertEqual((numbers, numbers), (behind, clients))
            type(self).service = self.system.serve(self.service.port)
            self.connect()
        self.send(requests)
        self.assertEqual(self.stored(), (ROWS, ROWS, ROWS))

    def test_REG_120_bad_input_27_no_certificate_imports_consents(self):
        """A consent is signed by a person and recorded by one; a machine gives none, however many."""
        client_id = self.people.register("Nesouhlasny")
        stub = consent_service_pb2_grpc.ConsentServiceStub(self.channel(self.machine))
        request = consent_pb2.CreateConsentRequest(
            client_id=client_id,
            version=consent_pb2.ConsentVersion(
                parties=[consent_pb2.ConsentParty(agency_id=agency)
                         for agency in (self.people.holder_agency, self.people.reader_agency)],
                areas=[areas_pb2.DATA_AREA_DEBTS],
                excluded_topics_asked=True,
                form=consent_pb2.CONSENT_FORM_WRITTEN,
            ),
        )
        before = self.system.sql("SELECT count(*) FROM consents")
        for _ in range(100):
            with self.assertRaises(grpc.RpcError) as caught:
                stub.CreateConsent(request, metadata=self.machine.metadata(), timeout=5)
            self.assertEqual(decode(caught.exception).reason, "CALLER_KIND_REFUSED")
        self.assertEqual(self.system.sql("SELECT count(*) FROM consents"), before)


def _letters(number):
    """A number as letters: names hold no digits."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(abs(number)))


if __name__ == "__main__":
    unittest.main()
