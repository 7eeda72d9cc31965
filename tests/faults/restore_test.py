#!/usr/bin/python3
"""A restored backup is older than what was withdrawn since: nothing of it opens again (XC-69)."""

import pathlib
import shutil
import subprocess
import sys
import unittest
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

# pylint: disable=wrong-import-position,invalid-name
import private  # noqa: E402
import grpc  # noqa: E402
from system_case import DEADLINE, SystemTest  # noqa: E402
from opora_client import OporaError, decode  # noqa: E402
from opora.common.v1 import areas_pb2, types_pb2  # noqa: E402
from opora.registry.v1 import agency_pb2, client_pb2, client_service_pb2_grpc  # noqa: E402
from opora.registry.v1 import consent_pb2, consent_service_pb2_grpc, death_pb2  # noqa: E402
from opora.registry.v1 import personal_tie_pb2, workforce_service_pb2_grpc  # noqa: E402

PG_DUMP = pathlib.Path(private.PSQL).with_name("pg_dump")
PG_RESTORE = pathlib.Path(private.PSQL).with_name("pg_restore")
AREAS = [areas_pb2.DATA_AREA_IDENTITY, areas_pb2.DATA_AREA_FAMILY]


class RestoreTest(SystemTest):
    def setUp(self):
        self.journal = self.system.folder / f"journal-{private.REGISTRY}"
        self.client_id = self.person("Obnoveny")
        self.consent_id = self.people.consent(self.client_id, AREAS)

    def person(self, name):
        """A client whom no other test has registered; names hold no digits."""
        letters = uuid.uuid4().hex.translate(str.maketrans("0123456789", "ghijklmnop"))
        return self.people.register(f"{name} {letters}")

    # --- backup and restore ---------------------------------------------------------------------

    def back_up(self):
        """The database and the journal as they are now."""
        self.backup = self.system.folder / "backup"
        with open(self.backup, "wb") as output:
            subprocess.run([PG_DUMP, "-Fc", "-d", self.system.dsn("postgres")], stdout=output, check=True)
        shutil.copy(self.journal, self.system.folder / "journal-of-the-backup")

    def restore(self):
        """Puts the database back to the backup; the journal stays as it is. No instance runs then."""
        self.stop()
        self.system.sql("DROP DATABASE opora", database="postgres")
        self.system.sql("CREATE DATABASE opora", database="postgres")
        subprocess.run([PG_RESTORE, "--exit-on-error", "-d", self.system.dsn("postgres"), self.backup],
                       check=True)

    def stop(self):
        if self.service.process.poll() is None:
            self.service.kill()

    def start(self, ready=True):
        self.stop()
        type(self).service = self.system.serve(self.service.port, ready=ready)

    # --- questions ------------------------------------------------------------------------------

    def told(self, caller, client_id=None):
        """What GetClient answers: OK, or code and reason."""
        stub = client_service_pb2_grpc.ClientServiceStub(self.channel(caller))
        request = client_pb2.GetClientRequest(client_id=client_id or self.client_id)
        try:
            stub.GetClient(request, metadata=caller.metadata(), timeout=DEADLINE, wait_for_ready=True)
            return "OK"
        except grpc.RpcError as error:
            refusal = decode(error)
            return f"{refusal.code.name} {refusal.reason}"

    def clients(self):
        return self.people.call(client_service_pb2_grpc.ClientServiceStub, self.service)

    # --- tests ----------------------------------------------------------------------------------

    def test_XC_69_bad_input_24_a_withdrawal_after_the_backup_stays(self):
        self.back_up()
        self.assertEqual(self.told(self.people.reader), "OK")
        self.people.withdraw(self.consent_id)
        self.assertEqual(self.told(self.people.reader), "NOT_FOUND NOT_FOUND")
        self.restore()
        state = self.system.sql(f"SELECT state FROM consents WHERE consent_id = '{self.consent_id}'")
        self.assertEqual(state, [("SIGNED",)], "the backup knows nothing of it")
        self.start()
        self.assertEqual(self.told(self.people.reader), "NOT_FOUND NOT_FOUND")
        self.assertEqual(self.told(self.people.holder), "OK")

    def test_XC_69_bad_input_24_without_its_journal_a_restored_database_is_not_read(self):
        self.back_up()
        self.people.withdraw(self.consent_id)
        self.restore()
        away = self.journal.with_suffix(".away")
        self.journal.rename(away)
        try:
            self.start(ready=False)
            for caller in (self.people.reader, self.people.holder):
                self.assertEqual(self.told(caller), "UNAVAILABLE JOURNAL_MISSING")
            self.assertFalse(self.service.ready(), "no load balancer sends anybody there")
            self.assertFalse(self.journal.exists(), "none is begun in its place")
        finally:
            self.stop()
            away.rename(self.journal)
        self.start()
        self.assertEqual(self.told(self.people.reader), "NOT_FOUND NOT_FOUND")
        self.assertEqual(self.told(self.people.holder), "OK")

    def test_XC_69_bad_input_24_deaths_and_ties_after_the_backup_stay(self):
        dead, tied = self.person("Zemrely"), self.person("Vlastni")
        self.people.consent(dead, AREAS)
        self.back_up()
        day = types_pb2.Date(year=2025, month=1, day=2)
        self.clients().RecordDeath(death_pb2.RecordDeathRequest(
            death=death_pb2.Death(client_id=dead, died_on=day, evidence="UL 1/2025")))
        workforce = self.people.call(workforce_service_pb2_grpc.WorkforceServiceStub, self.service)
        workforce.RecordPersonalTie(personal_tie_pb2.RecordPersonalTieRequest(
            tie=personal_tie_pb2.PersonalTie(client_id=tied, kind=personal_tie_pb2.PERSONAL_TIE_KIND_SELF)))
        self.restore()
        self.start()
        self.assertEqual(self.told(self.people.reader, dead), "NOT_FOUND NOT_FOUND")
        self.assertEqual(self.told(self.people.holder, tied), "NOT_FOUND NOT_FOUND")

    def test_the_harness_sees_what_an_old_journal_lets_back_in(self):
        """Whoever restores an old journal too has nothing to re-apply: what the others prevent."""
        self.back_up()
        self.people.withdraw(self.consent_id)
        newest = self.journal.read_bytes()
        self.restore()
        shutil.copy(self.system.folder / "journal-of-the-backup", self.journal)
        try:
            self.start()
            self.assertEqual(self.told(self.people.reader), "OK")
        finally:
            self.stop()
            self.journal.write_bytes(newest)
            self.start()

    def test_XC_05_bad_input_26_no_counter_and_no_clock_reopens_a_withdrawal(self):
        """There is no epoch of consents to overflow: a withdrawal is a state. Whatever counts is set back,
        or to its end, and times to tomorrow, as by a restored sequence or a clock that ran ahead."""
        self.people.withdraw(self.consent_id)
        self.stop()
        for version in (1, 2**63 - 1):
            self.system.sql(f"UPDATE consents SET version = {version} WHERE consent_id = '{self.consent_id}'")
            self.start()
            self.assertEqual(self.told(self.people.reader), "NOT_FOUND NOT_FOUND", version)
        tomorrow = "now() + interval '1 day'"
        self.system.sql(f"UPDATE consents SET revoke_time = {tomorrow} WHERE consent_id = '{self.consent_id}'")
        self.system.sql(f"UPDATE consent_versions SET end_time = {tomorrow}"
                        f" WHERE consent_id = '{self.consent_id}'")
        self.assertEqual(self.told(self.people.reader), "NOT_FOUND NOT_FOUND")
        self.stop()
        for (sequence,) in self.system.sql(
                "SELECT format('%I.%I', schemaname, sequencename) FROM pg_sequences WHERE schemaname = 'registry'"):
            # Not behind what is stored: that is a restore, and the other tests'. To the far end instead.
            self.system.sql(f"SELECT setval('{sequence}', (SELECT last_value FROM {sequence}) + 1000000)")
        self.start()
        self.assertEqual(self.told(self.people.reader), "NOT_FOUND NOT_FOUND")
        self.people.withdraw(self.consent_id)  # twice is once, and no error
        self.assertEqual(self.told(self.people.holder), "OK")

    def test_XC_05_bad_input_26_a_consent_set_back_in_the_tables_is_withdrawn_at_the_next_start(self):
        """Somebody with SQL counts the state itself back; the journal does not forget."""
        self.people.withdraw(self.consent_id)
        self.stop()
        self.system.sql(f"UPDATE consents SET state = 'SIGNED', revoke_time = NULL, version = 1"
                        f" WHERE consent_id = '{self.consent_id}'")
        self.system.sql(f"UPDATE consent_versions SET end_time = NULL WHERE consent_id = '{self.consent_id}'")
        self.start()
        self.assertEqual(self.told(self.people.reader), "NOT_FOUND NOT_FOUND")

    def test_XC_13_bad_input_23_a_consent_changed_by_sql_opens_nothing(self):
        """With all rights of the database, but without the key of the registry."""
        consents = self.people.call(consent_service_pb2_grpc.ConsentServiceStub, self.service)
        self.assertEqual(self.told(self.people.reader), "OK")
        self.system.sql(f"UPDATE consent_versions SET areas = areas || '{{HEALTH}}'"
                        f" WHERE consent_id = '{self.consent_id}'")
        self.assertEqual(self.told(self.people.reader), "NOT_FOUND NOT_FOUND")
        self.assertEqual(self.told(self.people.holder), "OK")
        self.assertIn(f'"consent":"{self.consent_id}"', self.service.log.read_text(encoding="utf-8"))
        read = consents.GetConsent(consent_pb2.GetConsentRequest(consent_id=self.consent_id))
        self.assertEqual(read.consent.standing, consent_pb2.CONSENT_STANDING_CHANGED_OUTSIDE)
        allowed = {action.verb: action.allowed for action in read.actions}
        self.assertEqual((allowed["AddConsentVersion"], allowed["RevokeConsent"]), (False, True))
        with self.assertRaisesRegex(OporaError, "CONSENT_CHANGED_OUTSIDE XC-13"):
            consents.AddConsentVersion(consent_pb2.AddConsentVersionRequest(
                consent_id=self.consent_id, version=read.consent.versions[0]))
        with self.assertRaisesRegex(RuntimeError, self.consent_id):
            self.system.run(private.REGISTRY, "seal-consents")
        self.people.withdraw(self.consent_id)
        self.assertEqual(self.told(self.people.reader), "NOT_FOUND NOT_FOUND")
        self.people.consent(self.client_id, AREAS)
        self.assertEqual(self.told(self.people.reader), "OK")

    def test_XC_13_the_key_of_consents_is_replaced_and_nothing_closes(self):
        keys = self.system.folder / "consents"
        old, new = keys.read_text(encoding="ascii"), uuid.uuid4().hex
        for content, seals in ((f"{new}\n{old}", True), (new, False)):
            keys.write_text(content, encoding="ascii")
            self.start()
            self.assertEqual(self.told(self.people.reader), "OK")
            if seals:
                self.system.run(private.REGISTRY, "seal-consents")

    def test_XC_13_consents_from_before_there_were_seals_are_adopted_once(self):
        self.system.sql(f"UPDATE consent_versions SET x_seal = NULL WHERE consent_id = '{self.consent_id}'")
        self.assertEqual(self.told(self.people.reader), "NOT_FOUND NOT_FOUND")
        self.system.run(private.REGISTRY, "seal-consents", "--adopt")
        self.assertEqual(self.told(self.people.reader), "OK")


if __name__ == "__main__":
    unittest.main()
