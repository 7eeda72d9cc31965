"""Who sees what and why: facts passed on, explanations, histories, and lists that show exactly what
the one decision opens."""

import functools
import random
import uuid

from google.protobuf import timestamp_pb2
from opora.common.v1 import areas_pb2, audit_pb2, context_pb2, policy_pb2, types_pb2
from opora.registry.v1 import (
    access_pb2,
    agency_pb2,
    client_pb2,
    consent_pb2,
    debt_pb2,
    one_off_pb2,
    passed_fact_pb2,
    support_pb2,
)

from checks.base import ClientTest, unknown_id
from checks.requests import make, methods, policy
from opora_client import OporaError

DEBTS = areas_pb2.DATA_AREA_DEBTS
SUPPORT = areas_pb2.DATA_AREA_SUPPORT_PLAN
AREAS = [number for number in areas_pb2.DataArea.values() if number]


class AccessTest(ClientTest):
    def setUp(self):
        super().setUp()
        self.ids["client.lists"] = self.client_id = self.client()

    def sign(self, *parties, areas=(DEBTS,), excluded=(), client_id=None, who="strnadova"):
        version = consent_pb2.ConsentVersion(
            parties=[consent_pb2.ConsentParty(**self.world.unit(unit)) for unit in parties],
            areas=areas,
            excluded_topics=excluded,
            excluded_topics_asked=True,
            form=consent_pb2.CONSENT_FORM_WRITTEN,
        )
        request = consent_pb2.CreateConsentRequest(
            client_id=client_id or self.client_id, version=version
        )
        consent = self.ok(who, "ConsentService.CreateConsent", request).consent.consent_id
        request = consent_pb2.SignConsentRequest(
            consent_id=consent,
            signed_time=self.world.now(minutes=-1),
            told_of_revocation_time=self.world.now(minutes=-2),
            document="X-1",
        )
        self.ok(who, "ConsentService.SignConsent", request)
        return consent

    def revoke(self, consent, who="strnadova"):
        request = consent_pb2.RevokeConsentRequest(consent_id=consent)
        self.ok(who, "ConsentService.RevokeConsent", request)

    def note(self, text="pije, ale chce přestat", who="strnadova", client_id=None):
        record = support_pb2.SupportRecord(
            client_id=client_id or self.client_id,
            category_id=self.ids["category.ACCOMPANIMENT"],
            quantity_milli=1000,
            unit=support_pb2.SUPPORT_UNIT_HOUR,
            occurred_at=self.world.now(minutes=-5),
            note=text,
        )
        request = support_pb2.RecordSupportRequest(support_record=record)
        stored = self.ok(who, "SupportService.RecordSupport", request).support_record
        return stored.support_record_id

    def history(self, machine=False, who="strnadova"):
        request = access_pb2.ListDisclosuresRequest(
            client_id=self.client_id, machine_reads=machine, page_size=500
        )
        return self.ok(
            who, "AccessService.ListDisclosures", request, purpose="CLIENT_REQUEST"
        ).disclosures


class PassedFactTest(AccessTest):
    NAME = "AccessService.PassOnFact"

    def request(self, to="town.housing", areas=(SUPPORT,), topics=(), agreed=-1, shown=-2, **fields):
        unit = self.world.unit(to)
        recipient = {f"recipient_{field}": value for field, value in unit.items()}
        usual = {
            "client_id": self.client_id,
            "areas": areas,
            "wording": "Dlužné nájemné začnu splácet v září.",
            "shown_time": self.world.now(minutes=shown),
            "attestation": types_pb2.Attestation(
                person="klient",
                form=types_pb2.ATTESTATION_FORM_MESSAGE,
                occurred_at=self.world.now(minutes=agreed),
            ),
        }
        return passed_fact_pb2.PassOnFactRequest(
            fact=passed_fact_pb2.PassedFact(**{**usual, **recipient, **fields}), topics=topics
        )

    def get(self, who, fact, **acting):
        request = passed_fact_pb2.GetPassedFactRequest(passed_fact_id=fact.passed_fact_id)
        return self.ok(who, "AccessService.GetPassedFact", request, **acting).fact

    def hidden(self, who, fact):
        request = passed_fact_pb2.GetPassedFactRequest(passed_fact_id=fact.passed_fact_id)
        self.refused(who, "AccessService.GetPassedFact", request, "NOT_FOUND", "NOT_FOUND")

    def listed(self, who):
        request = passed_fact_pb2.ListPassedFactsRequest(page_size=500)
        facts = self.ok(who, "AccessService.ListPassedFacts", request).facts
        return {one.passed_fact_id: one for one in facts}

    def test_XC_36_only_the_wording_reaches_who_controls_and_nothing_else_opens(self):
        note = self.note()
        self.decides("strnadova", "lists", "town.housing", SUPPORT, "STANCE_WALL")
        fact = self.ok("strnadova", self.NAME, self.request(support_record_id=note)).fact
        seen = self.get("pokorna", fact)
        self.assertEqual(seen.wording, "Dlužné nájemné začnu splácet v září.")
        for name in ("attestation", "shown_time", "support_record_id"):
            self.assertFalse(seen.HasField(name), name)
        self.assertIn(fact.passed_fact_id, self.listed("pokorna"))
        self.hidden("beranek", fact)
        self.assertNotIn(fact.passed_fact_id, self.listed("beranek"))
        request = client_pb2.GetClientRequest(client_id=self.client_id)
        self.refused("pokorna", "ClientService.GetClient", request, "NOT_FOUND", "NOT_FOUND")
        self.decides("strnadova", "lists", "town.housing", SUPPORT, "STANCE_WALL")

    def test_XC_36_for_a_named_worker_nobody_else_of_the_unit_reads_it(self):
        request = self.request(recipient_worker_id=self.ids["worker.kral"])
        fact = self.ok("strnadova", self.NAME, request).fact
        self.assertEqual(self.get("kral", fact).wording, fact.wording)
        self.hidden("pokorna", fact)
        self.assertNotIn(fact.passed_fact_id, self.listed("pokorna"))

    def test_XC_36_the_client_is_shown_the_wording_first(self):
        for request in (
            self.request(agreed=-3, shown=-2),
            self.request(shown_time=None),
            self.request(attestation=None),
        ):
            self.refused(
                "strnadova",
                self.NAME,
                request,
                "FAILED_PRECONDITION",
                "WORDING_NOT_SHOWN",
                "XC-36",
            )

    def test_XC_58_nobody_attests_in_favour_of_the_own_unit(self):
        self.refused(
            "strnadova",
            self.NAME,
            self.request(to="most"),
            "PERMISSION_DENIED",
            "ATTESTATION_OF_PROFITEER",
            "XC-58",
        )

    def test_XC_57_the_client_s_word_does_not_lie_in_the_future(self):
        self.refused(
            "strnadova",
            self.NAME,
            self.request(agreed=60),
            "INVALID_ARGUMENT",
            "NOT_IN_FUTURE",
            "XC-57",
        )

    def test_XC_02_an_excluded_topic_is_not_passed_on(self):
        self.sign("most", "pristav", excluded=[SUPPORT])
        self.refused(
            "strnadova",
            self.NAME,
            self.request(),
            "PERMISSION_DENIED",
            "EXCLUDED_TOPIC",
            "XC-02",
        )
        self.refused(
            "strnadova",
            self.NAME,
            self.request(areas=(DEBTS,), topics=(SUPPORT,)),
            "PERMISSION_DENIED",
            "EXCLUDED_TOPIC",
            "XC-02",
        )

    def test_XC_27_who_reported_is_not_passed_on(self):
        self.refused(
            "strnadova",
            self.NAME,
            self.request(areas=(areas_pb2.DATA_AREA_REPORTER,)),
            "PERMISSION_DENIED",
            "REPORTER_CLOSED",
            "XC-27",
        )

    def test_XC_30_a_stranger_passes_nothing_on(self):
        self.refused("beranek", self.NAME, self.request(), "NOT_FOUND", "NOT_FOUND")
        request = self.request(client_id=unknown_id())
        self.refused("strnadova", self.NAME, request, "NOT_FOUND", "NOT_FOUND")
        other = self.note(client_id=self.client())
        self.violates(
            "strnadova",
            self.NAME,
            self.request(support_record_id=other),
            "fact.support_record_id",
            "SUPPORT_RECORD_UNKNOWN",
        )

    def test_XC_26_it_is_kept_as_a_one_off_disclosure_and_seen_by_the_client(self):
        fact = self.ok("strnadova", self.NAME, self.request()).fact
        request = access_pb2.GetOneOffDisclosureRequest(disclosure_id=fact.passed_fact_id)
        kept = self.ok("strnadova", "AccessService.GetOneOffDisclosure", request).disclosure
        self.assertEqual((kept.wording, kept.basis), (fact.wording, audit_pb2.BASIS_CLIENT_PRESENT))
        self.get("pokorna", fact)
        told = [
            (one.method.split(".")[-1], audit_pb2.AuditEffect.Name(one.effect)[13:])
            for one in self.history()
            if one.basis == audit_pb2.BASIS_CLIENT_PRESENT
        ]
        self.assertEqual(told, [("GetPassedFact", "READ"), ("PassOnFact", "DISCLOSED")])


class OverrideTest(AccessTest):
    def overrides(self, who, overdue=False):
        request = passed_fact_pb2.ListOverridesRequest(overdue_only=overdue, page_size=500)
        listed = self.ok(who, "AccessService.ListOverrides", request).overrides
        return {one.disclosure.disclosure_id: one for one in listed}

    def test_XC_26_what_is_owed_about_an_override_is_listed_until_it_is_recorded(self):
        disclosure = one_off_pb2.OneOffDisclosure(
            client_id=self.client_id,
            basis=audit_pb2.BASIS_EMERGENCY,
            areas=[areas_pb2.DATA_AREA_HEALTH],
            wording="Diabetik v bezvědomí.",
            outside_recipient=one_off_pb2.OUTSIDE_RECIPIENT_RESCUE_SERVICE,
            occurred_at=self.world.now(minutes=-25 * 60),
        )
        request = access_pb2.DiscloseOnceRequest(disclosure=disclosure)
        stored = self.ok("strnadova", "AccessService.DiscloseOnce", request).disclosure
        listed = self.overrides("strnadova")[stored.disclosure_id]
        self.assertTrue(listed.overdue)
        self.assertEqual(listed.facts_due_time.seconds - stored.occurred_at.seconds, 24 * 3600)
        self.assertIn(stored.disclosure_id, self.overrides("olsova", overdue=True))
        self.assertNotIn(stored.disclosure_id, self.overrides("beranek"))
        request = access_pb2.RecordObservedFactsRequest(
            disclosure_id=stored.disclosure_id, observed_facts="nereagoval"
        )
        self.ok("strnadova", "AccessService.RecordObservedFacts", request)
        self.assertNotIn(stored.disclosure_id, self.overrides("strnadova", overdue=True))
        self.assertFalse(self.overrides("strnadova")[stored.disclosure_id].overdue)


class ExplainTest(AccessTest):
    def explain(self, who="strnadova", as_of=None):
        request = access_pb2.ExplainAccessRequest(client_id=self.client_id, as_of_time=as_of)
        return self.ok(who, "AccessService.ExplainAccess", request)

    def of(self, basis, **how):
        return [one for one in self.explain(**how).explanations if one.basis == basis]

    def test_XC_11_consents_are_told_with_version_parties_and_what_stays_closed(self):
        health = areas_pb2.DATA_AREA_HEALTH
        consent = self.sign("most", "pristav", "labour", areas=(DEBTS, health))
        self.sign("most", "town.social", excluded=(health,))
        told = [
            one for one in self.of(audit_pb2.BASIS_CONSENT) if one.consent_id == consent
        ]
        self.assertEqual(
            {one.agency_id for one in told}, {self.ids["agency.pristav"], self.ids["agency.labour"]}
        )
        for one in told:
            self.assertEqual(list(one.areas), [DEBTS])
            self.assertEqual(list(one.excluded_areas), [health])
            self.assertEqual((one.consent_version, len(one.parties)), (1, 3))
        self.assertEqual(list(self.explain().excluded_topics), [health])
        self.decides("strnadova", "lists", "pristav", DEBTS, "ALLOW")

    def test_XC_11_it_tells_how_it_was_at_an_instant(self):
        consent = self.sign("most", "pristav")
        during = timestamp_pb2.Timestamp()
        during.GetCurrentTime()
        self.revoke(consent)
        self.assertEqual(self.of(audit_pb2.BASIS_CONSENT), [])
        (then,) = self.of(audit_pb2.BASIS_CONSENT, as_of=during)
        self.assertEqual(then.consent_id, consent)
        self.assertEqual(self.of(audit_pb2.BASIS_OWN_RECORD, as_of=self.world.now(-60)), [])
        request = access_pb2.ExplainAccessRequest(
            client_id=self.client_id, as_of_time=self.world.now(60)
        )
        self.refused(
            "strnadova",
            "AccessService.ExplainAccess",
            request,
            "INVALID_ARGUMENT",
            "NOT_IN_FUTURE",
            "XC-57",
        )

    def test_XC_11_own_records_come_with_their_assignments(self):
        request = agency_pb2.AssignWorkerRequest(
            client_id=self.client_id,
            worker_id=self.ids["worker.petra"],
            role=context_pb2.ACTING_ROLE_SOCIAL_WORKER,
            service_id=self.ids["service.most"],
        )
        assigned = self.ok("strnadova", "AgencyService.AssignWorker", request).assignment
        own = self.of(audit_pb2.BASIS_OWN_RECORD)
        (told,) = [one for one in own if one.worker_id]
        self.assertEqual(
            (told.assignment_id, told.worker_id, told.role),
            (assigned.assignment_id, self.ids["worker.petra"], context_pb2.ACTING_ROLE_SOCIAL_WORKER),
        )

    def test_XC_65_rows_of_the_law_are_told_with_purposes_fields_and_reference(self):
        rows = {one.law_row: one for one in self.of(audit_pb2.BASIS_STATUTORY)}
        # Most is a provider: it answers child protection, police and rescue, by these rows alone.
        self.assertEqual(
            set(rows),
            {"PROVIDER_ANSWER_TO_CHILD_PROTECTION", "POLICE_WITH_RELEASE", "HEALTH_EMERGENCY"},
        )
        police = rows["POLICE_WITH_RELEASE"]
        self.assertTrue(police.reference_required)
        self.assertEqual(list(police.recipient_classes), ["POLICE"])
        self.assertTrue(rows["HEALTH_EMERGENCY"].fields)

    def test_XC_30_a_stranger_gets_no_explanation(self):
        self.sign("most", "pristav")
        request = access_pb2.ExplainAccessRequest(client_id=self.client_id)
        self.refused("beranek", "AccessService.ExplainAccess", request, "NOT_FOUND", "NOT_FOUND")


class ReasonTest(AccessTest):
    """Why something is closed is told to the holder, and to nobody who only asks (XC-30, XC-66)."""

    def test_XC_30_who_asks_for_a_page_is_told_what_is_open_and_no_reason_of_the_rest(self):
        health = areas_pb2.DATA_AREA_HEALTH
        self.sign("most", "pristav", excluded=(health,))
        holder = {f"holder_{field}": value for field, value in self.world.unit("most").items()}
        query = access_pb2.DisclosureQuery(
            client_id=self.client_id, areas=[DEBTS, health], **holder
        )
        unknown = access_pb2.DisclosureQuery(client_id=unknown_id(), areas=[DEBTS])
        request = access_pb2.CheckDisclosuresRequest(queries=[unknown, query])
        (decision,) = self.ok("beranek", "AccessService.CheckDisclosures", request).decisions
        self.assertEqual(decision.query_index, 1)
        self.assertEqual([one.allowed for one in decision.areas], [True, False])
        closed = decision.areas[1]
        self.assertEqual((closed.rule, closed.reason, decision.remedy), ("", "", ""))
        self.decides("strnadova", "lists", "pristav", health, "EXCLUDED_TOPIC")

    def test_XC_30_only_who_works_with_the_client_may_ask_on_behalf_of_another(self):
        self.sign("most", "pristav")
        request = access_pb2.CheckDisclosureRequest(
            client_id=self.client_id, recipient=self.world.recipient("labour"), areas=[DEBTS]
        )
        self.refused("beranek", "AccessService.CheckDisclosure", request, "NOT_FOUND", "NOT_FOUND")

    def test_XC_13_a_page_of_two_hundred_is_answered_and_one_more_is_too_much(self):
        self.sign("most", "pristav")
        query = access_pb2.DisclosureQuery(client_id=self.client_id, areas=[DEBTS])
        others = [access_pb2.DisclosureQuery(client_id=unknown_id(), areas=[DEBTS])] * 199
        request = access_pb2.CheckDisclosuresRequest(queries=[*others, query])
        (decision,) = self.ok("beranek", "AccessService.CheckDisclosures", request).decisions
        self.assertEqual((decision.query_index, decision.allowed), (199, True))
        request.queries.append(query)
        self.violates("beranek", "AccessService.CheckDisclosures", request, "queries")


class HistoryTest(AccessTest):
    def test_XC_71_reads_by_a_machine_stand_apart_from_those_by_people(self):
        request = client_pb2.GetClientRequest(client_id=self.client_id)
        self.ok(self.world.machine("most"), "ClientService.GetClient", request)
        self.ok("strnadova", "ClientService.GetClient", request)
        people = [one for one in self.history() if one.method.endswith("GetClient")]
        machines = list(self.history(machine=True))
        self.assertEqual({one.worker_id for one in people}, {self.ids["worker.strnadova"]})
        self.assertTrue(machines)
        self.assertEqual({one.worker_id for one in machines}, {""})
        self.assertEqual(
            {one.purpose for one in machines}, {context_pb2.PURPOSE_RECORD_SYNC}
        )


class RandomWorldTest(AccessTest):
    """Lists equal filter(check): in a world of chance every list shows exactly the records that the
    one decision opens, to every caller, for every purpose tried."""

    PEOPLE = {
        "strnadova": "most",
        "beranek": "pristav",
        "sykorova": "labour",
        "dolezel": "town.social",
        "pokorna": "town.housing",
    }
    REGISTER = ("strnadova", "beranek", "sykorova", "dolezel")
    PURPOSES = ("AGREED_SUPPORT", "ADVERSE_SOCIAL_SITUATION", "HOUSING_SUPPORT")
    CLIENTS = 8
    STATED = [area for area in AREAS if area != areas_pb2.DATA_AREA_REPORTER]

    def setUp(self):
        super().setUp()
        self.seed = random.randrange(10**6)
        self.chance = random.Random(self.seed)

    def people_of(self):
        """Records of one person each, some of them known to two units and merged."""
        clusters = []
        for _ in range(self.CLIENTS):
            family = f"Náhodný {uuid.uuid4()}"
            first = self.chance.choice(self.REGISTER)
            # Whom the law lets see the first record is told that the person is known already.
            second = self.chance.choice([who for who in self.REGISTER[:2] if who != first])
            records = {first: self.registered(first, family)}
            if self.chance.random() < 0.4:
                records[second] = self.registered(second, family)
                self.merge(set(records.values()))
            clusters.append(records)
        return clusters

    def registered(self, who, family):
        request = client_pb2.RegisterClientRequest(
            client=client_pb2.Client(
                kind=client_pb2.CLIENT_KIND_IDENTIFIED,
                given_name="Vít",
                family_name=family,
                birth_date=types_pb2.PartialDate(year=1980, month=2, day=3),
                phone_number="+420 600 000 009",
            )
        )
        return self.ok(who, "ClientService.RegisterClient", request).client.client_id

    def merge(self, records):
        token = ""
        while True:
            request = client_pb2.ListMatchesRequest(page_size=500, page_token=token)
            listed = self.ok("koudelka", "ClientService.ListMatches", request)
            for match in listed.matches:
                if {match.client_id, match.other_client_id} == records:
                    request = client_pb2.MergeClientsRequest(match_id=match.match_id)
                    self.ok("koudelka", "ClientService.MergeClients", request)
                    return
            token = listed.next_page_token
            if not token:
                self.fail(f"no match of {records}")

    def live(self, records):
        """What happens to one person: statements, notes, debts, consents, exclusions, withdrawals."""
        for who, client_id in records.items():
            for _ in range(self.chance.randrange(4)):
                statement = client_pb2.Statement(
                    client_id=client_id,
                    area=self.chance.choice(self.STATED),
                    kind=client_pb2.STATEMENT_KIND_CLIENT_STATEMENT,
                    topic="x",
                    content="x",
                )
                request = client_pb2.RecordStatementRequest(statement=statement)
                self.ok(who, "ClientService.RecordStatement", request)
            if self.chance.random() < 0.6:
                self.note(who=who, client_id=client_id)
            if self.chance.random() < 0.6:
                debt = debt_pb2.Debt(
                    client_id=client_id,
                    kind=debt_pb2.DEBT_KIND_LOAN,
                    creditor_name="X",
                    principal=types_pb2.Money(minor_units=1, currency_code="CZK"),
                )
                self.ok(who, "DebtService.OpenDebt", debt_pb2.OpenDebtRequest(debt=debt))
            for _ in range(self.chance.randrange(3)):
                units = self.chance.sample(list(self.PEOPLE.values()), 2)
                consent = self.sign(
                    self.PEOPLE[who],
                    *[unit for unit in units if unit != self.PEOPLE[who]],
                    areas=self.chance.sample(self.STATED, self.chance.randrange(1, 8)),
                    excluded=self.chance.sample(self.STATED, self.chance.randrange(2)),
                    client_id=client_id,
                    who=who,
                )
                if self.chance.random() < 0.25:
                    self.revoke(consent, who)

    def lists(self):
        """Methods that list records about a client on any basis."""
        found = {}
        for name, method in methods().items():
            fields = {field.name for field in method.input_type.fields}
            demands = policy(method)
            if (
                "client_id" in fields
                and demands.access == policy_pb2.ACCESS_READ
                and demands.need == policy_pb2.NEED_ANY_BASIS
            ):
                found[name] = method
        return found

    def call(self, who, name, method, client_id, purpose):
        """Records about clients in the answer, None when told NOT_FOUND, False when not for the role."""
        request = make(method, {"client_id": client_id})
        if "page_size" in {field.name for field in method.input_type.fields}:
            request.page_size = 500
        try:
            response = self.world.method(who, name, purpose=purpose)(request)
        except OporaError as error:
            if error.reason == "ROLE_REFUSED":
                return False
            self.assertEqual(error.code.name, "NOT_FOUND", f"{name}: {error}")
            return None
        return dict(records_in(response))

    def grants(self, who, client_id, holder, purpose):
        """Area: fields that may pass (empty for all), by CheckDisclosures."""
        query = access_pb2.DisclosureQuery(client_id=client_id, areas=AREAS, **holder)
        request = access_pb2.CheckDisclosuresRequest(queries=[query])
        answer = self.ok(who, "AccessService.CheckDisclosures", request, purpose=purpose)
        return {
            one.area: set(one.fields)
            for decision in answer.decisions
            for one in decision.areas
            if one.allowed
        }

    def test_XC_29_every_list_is_what_the_decision_opens(self):
        compared = shown = 0
        for records in self.people_of():
            self.live(records)
            for name, method in self.lists().items():
                truth = {}
                for who, client_id in records.items():
                    own = self.call(who, name, method, client_id, "AGREED_SUPPORT") or {}
                    unit = self.world.unit(self.PEOPLE[who])
                    truth.update(
                        {key: one for key, one in own.items() if holder_of(one) == unit}
                    )
                for who, unit in self.PEOPLE.items():
                    for purpose in self.PURPOSES:
                        client_id = self.chance.choice(sorted(records.values()))
                        seen = self.call(who, name, method, client_id, purpose)
                        if seen is False:
                            continue
                        with self.subTest(seed=self.seed, list=name, who=who, purpose=purpose):
                            expected = self.opened(who, unit, client_id, truth, purpose)
                            if expected is not None:
                                expected = self.told(name, who, purpose, client_id, expected)
                            self.assertEqual(
                                None if seen is None else sorted(set(seen) & set(truth)),
                                expected,
                            )
                            compared += 1
                            shown += len(expected or ())
        print(f"[lists] seed {self.seed}: {compared} lists, {shown} records shown")
        self.assertGreater(shown, 50)

    def told(self, name, who, purpose, client_id, keys):
        """What the method tells of what is open: one client, not all records of the person; and where
        each record can be read for itself, what can be read."""
        if name == "ClientService.GetClient":
            keys = [key for key in keys if key[0] != "clients" or key[1] == client_id]
            return keys if ("clients", client_id) in keys else None
        return [key for key in keys if self.can_be_read(key, who, purpose)]

    def can_be_read(self, key, who, purpose):
        getter = self.getters.get(key[0])
        if getter is None:
            return True
        name, method, field = getter
        try:
            self.world.method(who, name, purpose=purpose)(make(method, {field: key[1]}))
            return True
        except OporaError as error:
            self.assertEqual(error.code.name, "NOT_FOUND", f"{name}: {error}")
            return False

    @functools.cached_property
    def getters(self):
        """Table: the method that reads one of its records by its key."""
        found = {}
        for name, method in methods().items():
            if not method.name.startswith("Get") or not method.input_type.fields:
                continue
            for field in method.output_type.fields:
                if field.message_type is None or field.label == field.LABEL_REPEATED:
                    continue
                of_record = field.message_type.GetOptions().Extensions[policy_pb2.record]
                asked = method.input_type.fields[0].name
                if of_record.subject and of_record.key == asked:
                    found[of_record.table] = (name, method, asked)
        return found

    def opened(self, who, unit, client_id, truth, purpose):
        """Keys of the records that the decision opens; None when nothing of the person is open."""
        if not self.grants(who, client_id, {}, purpose):
            return None
        own = self.world.unit(unit)
        by_holder, keys = {}, []
        for key, record in truth.items():
            holder = holder_of(record)
            if holder == own or is_addressee(record, own):
                keys.append(key)
                continue
            named = tuple(sorted(holder.items()))
            if named not in by_holder:
                asked = {f"holder_{field}": value for field, value in holder.items()}
                by_holder[named] = self.grants(who, client_id, asked, purpose)
            if is_open(record, by_holder[named]):
                keys.append(key)
        return sorted(keys)


def record_policy(message):
    return message.DESCRIPTOR.GetOptions().Extensions[policy_pb2.record]


def records_in(message):
    """(table, key) and record of each record about a client in an answer."""
    of_record = record_policy(message)
    if of_record.subject:
        yield (of_record.table, getattr(message, of_record.key)), message
        return
    for field, value in message.ListFields():
        if field.message_type is not None:
            for one in value if field.label == field.LABEL_REPEATED else [value]:
                yield from records_in(one)


def holder_of(record):
    of_record = record_policy(record)
    names = {"agency_id": of_record.agency, "department_id": of_record.department}
    return {
        field: getattr(record, name) for field, name in names.items() if name and getattr(record, name)
    }


def is_addressee(record, unit):
    of_record = record_policy(record)
    if of_record.recipient_agency:
        fields = (of_record.recipient_agency, of_record.recipient_department)
        named = [getattr(record, name) if name else "" for name in fields]
        return named == [unit["agency_id"], unit.get("department_id", "")]
    return bool(of_record.addressees) and _names(record, of_record.addressees.split("."), unit)


def _names(message, path, unit):
    if not path:
        return (message.agency_id, message.department_id) == (
            unit["agency_id"],
            unit.get("department_id", ""),
        )
    return any(_names(one, path[1:], unit) for one in getattr(message, path[0]))


def is_open(record, grants):
    """A record is shown when one of its fields is: never for its structure alone."""
    if not grants:
        return False
    if record_policy(record).any_basis:
        return True
    return any(_field_is_open(record, field, grants) for field in record.DESCRIPTOR.fields)


def _field_is_open(record, field, grants):
    rules = field.GetOptions().Extensions[policy_pb2.field]
    if rules.structural or rules.holder_only:
        return False
    if rules.minimum_identity:
        return True
    areas = [rules.area]
    if rules.areas_from:
        sibling = getattr(record, rules.areas_from)
        areas = [sibling] if isinstance(sibling, int) else list(sibling)
    areas = [area for area in areas if area]
    name = f"{record.DESCRIPTOR.name}.{field.name}"
    return bool(areas) and all(
        area in grants and (not grants[area] or name in grants[area]) for area in areas
    )
