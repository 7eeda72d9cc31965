"""Social services: reach, offices, figures with history, places of workers."""

import concurrent.futures
import uuid

from opora.common.v1 import metadata_pb2, types_pb2
from opora.registry.v1 import (
    agency_pb2,
    place_pb2,
    project_pb2,
    service_codes_pb2,
    service_reach_pb2,
    transfer_pb2,
)

from checks.base import unknown_id
from checks.town import FIRST_DAY, TownTest, date, form, role
from opora_client import OporaError

Codes = service_codes_pb2


def number():
    return f"CZ.03.02.02/00/22_004/{uuid.uuid4()}"


class ServiceTest(TownTest):
    def office(self, service, territory, **fields):
        fields.setdefault("valid_from", FIRST_DAY)
        office = service_reach_pb2.Office(
            service_id=service.service_id,
            name=f"Pracoviště {territory}",
            address="Náměstí 1",
            territory=territory,
            **fields,
        )
        return service_reach_pb2.CreateOfficeRequest(office=office)

    def reach(self, service, kind, territory, **fields):
        fields.setdefault("valid_from", FIRST_DAY)
        reach = service_reach_pb2.ServiceReach(
            service_id=service.service_id, form=form(kind), territory=territory, **fields
        )
        return service_reach_pb2.AddServiceReachRequest(reach=reach)

    def find(self, territory, **fields):
        request = service_reach_pb2.FindServicesRequest(territory=territory, **fields)
        return self.ok("strnadova", "AgencyService.FindServices", request).services

    def capacity(self, service, **fields):
        request = agency_pb2.GetServiceCapacityRequest(service_id=service.service_id, **fields)
        return self.ok("strnadova", "AgencyService.GetServiceCapacity", request)

    def update(self, service, fields, **values):
        changed = agency_pb2.Service()
        changed.CopyFrom(service)
        for name, value in values.items():
            if isinstance(value, (list, types_pb2.Date)):
                changed.ClearField(name)
                changed.MergeFrom(agency_pb2.Service(**{name: value}))
            else:
                setattr(changed, name, value)
        return service_reach_pb2.UpdateServiceRequest(service=changed, update_mask=fields)

    def project(self, who, **fields):
        project = project_pb2.Project(
            registration_number=number(),
            name="KPSV",
            financing="OPZ+",
            valid_from=date(2023, 4, 1),
            valid_to=date(2025, 6, 30),
            **fields,
        )
        request = project_pb2.CreateProjectRequest(project=project)
        return self.ok(who, "CooperationService.CreateProject", request).project


class ReachTest(ServiceTest):
    def test_REG_22_a_provider_is_found_by_its_reach_and_not_by_its_office(self):
        provider = self.town(kind="NGO", departments=())
        sokolov = f"Sokolov {provider.key}"
        service = provider.service(forms=[form("FIELD"), form("AMBULATORY")])
        self.assertEqual(list(self.find(sokolov)), [])
        for place in ("Nejdek", "Nové Sedlo"):
            self.ok(
                "admin",
                "AgencyService.CreateOffice",
                self.office(service, f"{place} {provider.key}"),
            )
        name = "AgencyService.AddServiceReach"
        wrong = self.reach(service, "RESIDENTIAL", sokolov)
        self.violates("admin", name, wrong, "reach.form", "FORM_NOT_PROVIDED")
        request = self.reach(service, "FIELD", sokolov)
        self.refused("lomova", name, request, "PERMISSION_DENIED", "FOREIGN_AGENCY", "REG-27")
        reach = self.ok("admin", name, request).reach
        self.refused("admin", name, request, "ALREADY_EXISTS", "REACH_EXISTS", "REG-22")

        (found,) = self.find(sokolov)
        self.assertEqual(found.service.service_id, service.service_id)
        self.assertEqual(list(found.forms), [form("FIELD")])
        self.assertEqual(len(found.offices), 2)
        self.assertEqual(len(self.find(sokolov.upper(), form=form("FIELD"))), 1)
        self.assertEqual(list(self.find(sokolov, form=form("AMBULATORY"))), [])
        self.assertEqual(list(self.find(f"Nejdek {provider.key}")), [])

        end = service_reach_pb2.EndServiceReachRequest(
            reach_id=reach.reach_id, valid_to=date(2024, 12, 31)
        )
        self.ok("admin", "AgencyService.EndServiceReach", end)
        self.assertEqual(list(self.find(sokolov)), [])
        self.assertEqual(len(self.find(sokolov, as_of_date=date(2024, 12, 31))), 1)

    def test_REG_23_an_office_of_a_project_ends_with_it_and_leaves_the_search(self):
        provider = self.town(kind="NGO", departments=())
        admin = provider.person("AGENCY_ADMIN")
        service = provider.service(forms=[form("AMBULATORY")], territories=[provider.territory])
        project = self.project(admin)
        name = "AgencyService.CreateOffice"
        outlasting = self.office(
            service,
            provider.territory,
            project_id=project.project_id,
            valid_to=date(2030, 1, 1),
        )
        self.violates_rule("admin", name, outlasting, "AFTER_PROJECT", "REG-23")
        outlasting.office.ClearField("valid_to")
        office = self.ok("admin", name, outlasting).office
        self.assertEqual(office.valid_to, date(2025, 6, 30))
        (found,) = self.find(provider.territory, as_of_date=date(2025, 6, 30))
        self.assertEqual([one.office_id for one in found.offices], [office.office_id])
        self.assertEqual(list(self.find(provider.territory, as_of_date=date(2025, 7, 1))), [])
        update = service_reach_pb2.UpdateOfficeRequest(office=office, update_mask=["valid_to"])
        update.office.valid_to.year = 2026
        self.violates_rule(
            "admin", "AgencyService.UpdateOffice", update, "AFTER_PROJECT", "REG-23"
        )
        update.office.ClearField("project_id")
        update.update_mask.append("project_id")
        self.ok("admin", "AgencyService.UpdateOffice", update)
        self.assertEqual(
            len(self.find(provider.territory, as_of_date=date(2025, 7, 1))), 1
        )

    def violates_rule(self, who, name, request, reason, rule):
        self.refused(who, name, request, "INVALID_ARGUMENT", reason, rule)

    def test_REG_11_a_service_says_kind_groups_forms_and_territories(self):
        provider = self.town(kind="NGO", departments=())
        service = provider.service(
            kind=Codes.SERVICE_KIND_DEBT_COUNSELLING,
            target_groups=[Codes.TARGET_GROUP_IN_CRISIS],
            territories=[provider.territory],
        )
        where = provider.territory
        self.assertEqual(len(self.find(where, kind=Codes.SERVICE_KIND_DEBT_COUNSELLING)), 1)
        self.assertEqual(list(self.find(where, kind=Codes.SERVICE_KIND_SHELTER)), [])
        self.assertEqual(len(self.find(where, target_group=Codes.TARGET_GROUP_IN_CRISIS)), 1)
        self.assertEqual(list(self.find(where, target_group=Codes.TARGET_GROUP_SENIORS)), [])

        name = "AgencyService.UpdateService"
        self.violates(
            "admin",
            name,
            self.update(service, ["agency_id"]),
            "update_mask",
            "FIELD_NOT_CHANGEABLE",
        )
        change = self.update(
            service, ["target_groups", "territories"], target_groups=[], territories=["Jinde"]
        )
        self.refused("lomova", name, change, "PERMISSION_DENIED", "FOREIGN_AGENCY", "REG-27")
        stored = self.ok("admin", name, change).service
        self.assertEqual((list(stored.territories), stored.name), (["Jinde"], service.name))
        self.refused("admin", name, change, "ABORTED", "ETAG_MISMATCH")
        self.assertEqual(list(self.find(where)), [])

    def test_REG_11_a_change_of_nothing_finds_nothing(self):
        provider = self.town(kind="NGO", departments=())
        service = provider.service()
        office = self.ok(
            "admin", "AgencyService.CreateOffice", self.office(service, "Nejdek")
        ).office
        service.ClearField("etag")
        office.ClearField("etag")
        for key in ("", "abc", unknown_id()):
            service.service_id = office.office_id = key
            request = service_reach_pb2.UpdateServiceRequest(service=service, update_mask=["name"])
            name = "AgencyService.UpdateService"
            self.refused("admin", name, request, "NOT_FOUND", "NOT_FOUND")
            request = service_reach_pb2.UpdateOfficeRequest(office=office, update_mask=["name"])
            name = "AgencyService.UpdateOffice"
            self.refused("admin", name, request, "NOT_FOUND", "NOT_FOUND")

    def test_REG_11_a_closed_service_is_neither_found_nor_assigned_within(self):
        provider = self.town(kind="NGO", departments=())
        worker = provider.person("SOCIAL_WORKER")
        service = provider.service(territories=[provider.territory])
        self.assertEqual(len(self.find(provider.territory)), 1)
        close = self.update(service, ["closed_on"], closed_on=self.world.today(-1))
        self.ok("admin", "AgencyService.UpdateService", close)
        self.assertEqual(list(self.find(provider.territory)), [])
        request = agency_pb2.AssignWorkerRequest(
            client_id=self.client(worker),
            worker_id=provider.id_of(worker),
            role=role("SOCIAL_WORKER"),
            service_id=service.service_id,
        )
        self.refused(
            worker,
            "AgencyService.AssignWorker",
            request,
            "FAILED_PRECONDITION",
            "SERVICE_CLOSED",
            "REG-11",
        )
        listing = service_reach_pb2.ListServicesRequest(agency_id=provider.agency_id)
        name = "AgencyService.ListServices"
        self.assertEqual(list(self.ok("strnadova", name, listing).services), [])
        listing.include_closed = True
        self.assertEqual(len(self.ok("strnadova", name, listing).services), 1)

    def test_REG_22_a_search_is_paged_without_losing_or_repeating(self):
        provider = self.town(kind="NGO", departments=())
        made = {
            provider.service(territories=[provider.territory]).service_id for _ in range(3)
        }
        provider.service(territories=["Jinde"])
        request = service_reach_pb2.FindServicesRequest(
            territory=provider.territory, page_size=2
        )
        first = self.ok("strnadova", "AgencyService.FindServices", request)
        self.assertEqual(len(first.services), 2)
        request.page_token = first.next_page_token
        second = self.ok("strnadova", "AgencyService.FindServices", request)
        self.assertEqual(second.next_page_token, "")
        seen = [one.service.service_id for page in (first, second) for one in page.services]
        self.assertEqual((len(seen), set(seen)), (3, made))


class FigureTest(ServiceTest):
    def test_REG_18_history_is_kept_and_read_as_of_a_day(self):
        provider = self.town(kind="NGO", departments=())
        service = provider.service(territories=[provider.territory])
        for year, heads in ((2023, 5), (2024, 4)):
            provider.staffing(
                service,
                as_of_date=date(year, 2, 1),
                heads=heads,
                fte_milli=heads * 960,
                caseload_per_fte=20,
            )
        self.assertEqual(self.capacity(service, as_of_date=date(2023, 12, 31)).staffing.heads, 5)
        self.assertEqual(self.capacity(service).staffing.heads, 4)
        request = service_reach_pb2.ListServiceHistoryRequest(service_id=service.service_id)
        history = self.ok("strnadova", "AgencyService.ListServiceHistory", request)
        self.assertEqual([one.heads for one in history.staffings], [4, 5])

    def test_REG_17_heads_and_posts_are_both_stored_and_posts_are_counted(self):
        provider = self.town(kind="NGO", departments=())
        service = provider.service()
        provider.staffing(service, heads=5, fte_milli=4800, caseload_per_fte=20)
        capacity = self.capacity(service)
        self.assertEqual((capacity.staffing.heads, capacity.staffing.fte_milli), (5, 4800))
        self.assertEqual(capacity.caseload_capacity, 96)

    def test_REG_12_13_figures_of_forms_and_kinds_stay_apart(self):
        provider = self.town(kind="NGO", departments=())
        service = provider.service(forms=[form("FIELD"), form("AMBULATORY")])
        for kind, one, clients in (
            (agency_pb2.CAPACITY_KIND_IMMEDIATE, "AMBULATORY", 3),
            (agency_pb2.CAPACITY_KIND_IMMEDIATE, "FIELD", 2),
            (agency_pb2.CAPACITY_KIND_CASELOAD, "FIELD", 20),
        ):
            figure = agency_pb2.Capacity(
                service_id=service.service_id,
                form=form(one),
                kind=kind,
                as_of_date=FIRST_DAY,
                clients=clients,
            )
            request = agency_pb2.PutCapacityRequest(capacity=figure)
            self.ok("admin", "AgencyService.PutCapacity", request)
        capacity = self.capacity(service)
        self.assertFalse(capacity.HasField("immediate_capacity"))
        self.assertFalse(capacity.HasField("caseload_capacity"))
        self.assertEqual(sorted(one.clients for one in capacity.capacities), [2, 3, 20])

    def test_REG_19_no_town_claims_the_whole_of_a_shared_pool(self):
        provider = self.town(kind="NGO", departments=())
        towns = [f"{provider.territory} {i}" for i in range(5)]
        service = provider.service(territories=towns)
        provider.staffing(
            service, heads=5, fte_milli=5000, caseload_per_fte=20, shared_by=towns
        )
        for town in towns:
            (found,) = self.find(town)
            self.assertEqual(list(found.shared_by), towns)
            self.assertFalse(found.HasField("caseload_capacity"))
        self.assertTrue(self.capacity(service).shared)
        own = provider.service(territories=towns[:1])
        provider.staffing(own, fte_milli=1000, caseload_per_fte=20)
        capacities = {
            one.service.service_id: one.caseload_capacity
            for one in self.find(towns[0])
            if one.HasField("caseload_capacity")
        }
        self.assertEqual(capacities, {own.service_id: 20})

    def test_REG_20_load_and_utilisation_are_counted_apart_from_the_maximum(self):
        provider = self.town(kind="NGO", departments=())
        worker = provider.person("SOCIAL_WORKER")
        service = provider.service()
        provider.staffing(service, fte_milli=1000, caseload_per_fte=4)
        self.assertEqual(self.capacity(service).utilisation_milli, 0)
        request = agency_pb2.AssignWorkerRequest(
            client_id=self.client(worker),
            worker_id=provider.id_of(worker),
            role=role("SOCIAL_WORKER"),
            service_id=service.service_id,
        )
        self.ok(worker, "AgencyService.AssignWorker", request)
        capacity = self.capacity(service)
        self.assertEqual(
            (capacity.load, capacity.caseload_capacity, capacity.utilisation_milli), (1, 4, 250)
        )

    def test_REG_25_costs_of_a_period_are_recorded_once(self):
        provider = self.town(kind="NGO", departments=())
        service = provider.service()
        cost = service_reach_pb2.ServiceCost(
            service_id=service.service_id,
            valid_from=date(2024, 1, 1),
            valid_to=date(2024, 12, 31),
            amount=types_pb2.Money(minor_units=120_000_000, currency_code="CZK"),
        )
        name = "AgencyService.PutServiceCost"
        request = service_reach_pb2.PutServiceCostRequest(cost=cost)
        self.refused("lomova", name, request, "PERMISSION_DENIED", "FOREIGN_AGENCY", "REG-27")
        first = self.ok("admin", name, request).cost
        request.cost.amount.minor_units = 130_000_000
        self.assertEqual(self.ok("admin", name, request).cost.cost_id, first.cost_id)
        request.cost.valid_to.CopyFrom(date(2025, 1, 31))
        self.refused(
            "admin", name, request, "ALREADY_EXISTS", "COST_PERIODS_OVERLAP", "REG-25"
        )
        get = service_reach_pb2.GetServiceRequest(
            service_id=service.service_id, as_of_date=date(2024, 6, 1)
        )
        sheet = self.ok("strnadova", "AgencyService.GetService", get)
        self.assertEqual(sheet.cost.amount.minor_units, 130_000_000)
        get.as_of_date.year = 2025
        self.assertFalse(self.ok("strnadova", "AgencyService.GetService", get).HasField("cost"))

    def test_REG_21_an_unknown_figure_is_listed_and_in_no_sum(self):
        provider = self.town(kind="NGO", departments=())
        service = provider.service(territories=[provider.territory])
        (found,) = self.find(provider.territory)
        self.assertFalse(found.HasField("caseload_capacity"))
        provider.staffing(service, heads=2)
        capacity = self.capacity(service)
        self.assertFalse(capacity.HasField("caseload_capacity"))
        self.assertFalse(capacity.HasField("utilisation_milli"))


class PlaceTest(ServiceTest):
    def setUp(self):
        super().setUp()
        self.provider = self.town(kind="NGO", departments=())
        self.worker = self.provider.person("SOCIAL_WORKER", fte_milli=100)
        self.head = self.provider.person("HEAD_OF_UNIT")
        self.service = self.provider.service()
        # A tenth of a post, ten clients a post: one place.
        self.provider.staffing(self.service, fte_milli=100, caseload_per_fte=10)

    def assign(self, **fields):
        fields.setdefault("service_id", self.service.service_id)
        return agency_pb2.AssignWorkerRequest(
            client_id=self.client(self.worker),
            worker_id=self.provider.id_of(self.worker),
            role=role("SOCIAL_WORKER"),
            **fields,
        )

    def full(self, name, request, who=None):
        self.refused(
            who or self.worker, name, request, "RESOURCE_EXHAUSTED", "CASELOAD_FULL", "REG-14"
        )

    def race(self, method, requests):
        call = self.world.method(self.worker, method)

        def outcome(request):
            try:
                call(request)
                return "OK"
            except OporaError as error:
                return error.reason

        with concurrent.futures.ThreadPoolExecutor(len(requests)) as pool:
            return sorted(pool.map(outcome, requests))

    def test_REG_14_REG_16_of_all_who_ask_for_the_last_place_exactly_one_gets_it(self):
        outcomes = self.race("AgencyService.AssignWorker", [self.assign() for _ in range(6)])
        self.assertEqual(outcomes, ["CASELOAD_FULL"] * 5 + ["OK"])
        self.assertEqual(self.capacity(self.service).load, 1)

    def test_REG_14_a_beginning_in_the_past_is_no_way_past_the_limit(self):
        self.provider.staffing(
            self.service, as_of_date=self.world.today(-1), fte_milli=100, caseload_per_fte=10
        )
        name = "AgencyService.AssignWorker"
        self.ok(self.worker, name, self.assign())
        self.full(name, self.assign(valid_from=FIRST_DAY))

    def test_REG_24_the_groups_are_not_passed_by_leaving_the_service_out(self):
        provider = self.town(kind="NGO", departments=())
        worker = provider.person("SOCIAL_WORKER")
        provider.service(
            target_groups=[Codes.TARGET_GROUP_OFFENDERS], target_groups_only=True
        )
        request = agency_pb2.AssignWorkerRequest(
            client_id=self.client(worker),
            worker_id=provider.id_of(worker),
            role=role("SOCIAL_WORKER"),
        )
        name = "AgencyService.AssignWorker"
        self.violates(worker, name, request, "service_id", "SERVICE_REQUIRED")

    def test_REG_16_a_pause_frees_the_place_and_resuming_takes_one(self):
        name = "AgencyService.AssignWorker"
        first = self.ok(self.worker, name, self.assign()).assignment
        second = self.assign()
        self.full(name, second)
        pause = place_pb2.PauseAssignmentRequest(assignment_id=first.assignment_id)
        self.refused(
            "strnadova", "AgencyService.PauseAssignment", pause, "NOT_FOUND", "NOT_FOUND"
        )
        paused = self.ok(self.worker, "AgencyService.PauseAssignment", pause).assignment
        self.assertEqual(paused.state, agency_pb2.ASSIGNMENT_STATE_PAUSED)
        other = self.ok(self.worker, name, second).assignment
        resume = place_pb2.ResumeAssignmentRequest(assignment_id=first.assignment_id)
        self.full("AgencyService.ResumeAssignment", resume)
        resume.override_reason = "two families on one evening"
        self.full("AgencyService.ResumeAssignment", resume)
        over = self.ok(self.head, "AgencyService.ResumeAssignment", resume)
        self.assertEqual([one.reason for one in over.warnings], ["CASELOAD_OVERRIDDEN"])
        end = agency_pb2.EndAssignmentRequest(assignment_id=other.assignment_id)
        self.ok(self.worker, "AgencyService.EndAssignment", end)
        pause.assignment_id = other.assignment_id
        self.refused(
            self.worker,
            "AgencyService.PauseAssignment",
            pause,
            "FAILED_PRECONDITION",
            "ASSIGNMENT_ENDED",
            "REG-16",
        )

    def test_REG_16_of_paused_ones_that_resume_at_once_one_gets_the_place(self):
        paused = []
        for _ in range(4):
            made = self.ok(self.worker, "AgencyService.AssignWorker", self.assign()).assignment
            request = place_pb2.PauseAssignmentRequest(assignment_id=made.assignment_id)
            self.ok(self.worker, "AgencyService.PauseAssignment", request)
            paused.append(place_pb2.ResumeAssignmentRequest(assignment_id=made.assignment_id))
        outcomes = self.race("AgencyService.ResumeAssignment", paused)
        self.assertEqual(outcomes, ["CASELOAD_FULL"] * 3 + ["OK"])

    def test_REG_15_a_limit_of_long_term_clients_counts_no_others(self):
        self.ok(
            "admin",
            "AgencyService.UpdateService",
            self.update(
                self.service,
                ["kind", "counted_class"],
                kind=Codes.SERVICE_KIND_FAMILY_ACTIVATION,
                counted_class=Codes.CLIENT_CLASS_LONG_TERM,
            ),
        )
        name = "AgencyService.AssignWorker"
        short = self.ok(
            self.worker, name, self.assign(client_class=Codes.CLIENT_CLASS_SHORT_TERM)
        ).assignment
        self.assertEqual(self.capacity(self.service).load, 0)
        self.ok(self.worker, name, self.assign())  # not said counts as long-term
        self.assertEqual(self.capacity(self.service).load, 1)
        self.full(name, self.assign(client_class=Codes.CLIENT_CLASS_LONG_TERM))
        self.ok(self.worker, name, self.assign(client_class=Codes.CLIENT_CLASS_SHORT_TERM))
        # Calling a short-term client long-term afterwards is no way past the limit.
        classify = place_pb2.ClassifyAssignmentRequest(
            assignment_id=short.assignment_id, client_class=Codes.CLIENT_CLASS_LONG_TERM
        )
        self.full("AgencyService.ClassifyAssignment", classify)

    def test_REG_15_limits_differ_by_service(self):
        other = self.provider.service()
        self.provider.staffing(other, fte_milli=100, caseload_per_fte=20)
        name = "AgencyService.AssignWorker"
        self.ok(self.worker, name, self.assign())
        self.full(name, self.assign())
        for _ in range(2):
            self.ok(self.worker, name, self.assign(service_id=other.service_id))
        self.full(name, self.assign(service_id=other.service_id))

    def test_REG_24_a_service_for_offenders_takes_others_only_with_a_reason(self):
        name = "AgencyService.UpdateService"
        only = self.update(self.service, ["target_groups_only"], target_groups_only=True)
        self.violates("admin", name, only, "service.target_groups", "TARGET_GROUPS_MISSING")
        only.service.target_groups.append(Codes.TARGET_GROUP_OFFENDERS)
        only.update_mask.append("target_groups")
        self.ok("admin", name, only)
        name = "AgencyService.AssignWorker"
        for fields in ({}, {"target_group": Codes.TARGET_GROUP_SENIORS}):
            self.refused(
                self.worker,
                name,
                self.assign(**fields),
                "FAILED_PRECONDITION",
                "NOT_TARGET_GROUP",
                "REG-24",
            )
        waived = self.ok(
            self.worker, name, self.assign(target_group_waiver="propuštěn včera, čeká na verdikt")
        )
        self.assertEqual([one.reason for one in waived.warnings], ["TARGET_GROUP_WAIVED"])
        self.assertEqual(
            waived.assignment.target_group_waiver, "propuštěn včera, čeká na verdikt"
        )
        end = agency_pb2.EndAssignmentRequest(assignment_id=waived.assignment.assignment_id)
        self.ok(self.worker, "AgencyService.EndAssignment", end)
        member = self.ok(
            self.worker, name, self.assign(target_group=Codes.TARGET_GROUP_OFFENDERS)
        )
        self.assertEqual(list(member.warnings), [])


    def test_REG_24_a_transfer_is_no_way_past_the_groups(self):
        only = {"target_groups_only": True}
        first = self.provider.service(target_groups=[Codes.TARGET_GROUP_OFFENDERS], **only)
        second = self.provider.service(target_groups=[Codes.TARGET_GROUP_SENIORS], **only)
        assign = self.assign(
            service_id=first.service_id, target_group=Codes.TARGET_GROUP_OFFENDERS
        )
        self.ok(self.worker, "AgencyService.AssignWorker", assign)
        taker = self.provider.person("SOCIAL_WORKER")
        transfer = transfer_pb2.CaseTransfer(
            client_id=assign.client_id,
            from_worker_id=self.provider.id_of(self.worker),
            to_worker_id=self.provider.id_of(taker),
            recipient_agency_id=self.provider.agency_id,
            reason=transfer_pb2.TRANSFER_REASON_LOAD,
            client_told_date=self.world.today(-1),
        )
        proposed = self.ok(
            self.worker,
            "ReferralService.ProposeTransfer",
            transfer_pb2.ProposeTransferRequest(transfer=transfer),
        ).transfer
        accept = transfer_pb2.AcceptTransferRequest(
            transfer_id=proposed.transfer_id, service_id=second.service_id
        )
        name = "ReferralService.AcceptTransfer"
        refusal = ("FAILED_PRECONDITION", "NOT_TARGET_GROUP", "REG-24")
        self.refused(taker, name, accept, *refusal)
        accept.service_id = ""
        self.ok(taker, name, accept)
        listing = agency_pb2.ListAssignmentsRequest(client_id=assign.client_id)
        listed = self.ok(taker, "AgencyService.ListAssignments", listing).assignments
        self.assertEqual(
            [
                (one.worker_id, one.service_id, one.target_group)
                for one in listed
                if one.state == agency_pb2.ASSIGNMENT_STATE_ACTIVE
            ],
            [
                (
                    self.provider.id_of(taker),
                    first.service_id,
                    Codes.TARGET_GROUP_OFFENDERS,
                )
            ],
        )


class CodeTest(TownTest):
    def codes(self, who, service, enumeration):
        request = metadata_pb2.ListCodesRequest(enumeration=enumeration)
        codes = self.ok(who, f"{service}:MetadataService.ListCodes", request).codes
        return [(one.value, one.number, one.label.en, one.label.cs) for one in codes]

    def test_XC_31_codes_are_the_same_in_every_service_and_at_every_level(self):
        levels = [
            self.town(kind=kind, departments=()).person("CLERK")
            for kind in ("MUNICIPALITY_I", "REGION", "MINISTRY")
        ]
        for enumeration in (
            "opora.common.v1.DataArea",
            "opora.common.v1.ActingRole",
            "opora.common.v1.Purpose",
        ):
            wanted = self.codes("strnadova", "client-registry", enumeration)
            self.assertGreater(len(wanted), 5)
            for service in ("case-conference", "housing-referral", "reporting"):
                for who in levels:
                    self.assertEqual(self.codes(who, service, enumeration), wanted, service)

    def test_XC_31_what_the_registry_defines_is_the_same_wherever_it_is_spoken(self):
        levels = [
            self.town(kind=kind, departments=()).person("CLERK")
            for kind in ("MUNICIPALITY_I", "REGION", "MINISTRY")
        ]
        for name in (
            "AgencyType",
            "ServiceKind",
            "TargetGroup",
            "ServiceForm",
            "CapacityKind",
            "HelpNeed",
            "Sector",
            "AgreementState",
            "AssignmentState",
        ):
            enumeration = f"opora.registry.v1.{name}"
            wanted = self.codes("strnadova", "client-registry", enumeration)
            self.assertGreater(len(wanted), 1, name)
            for who in levels:
                self.assertEqual(self.codes(who, "client-registry", enumeration), wanted, name)
            for service in ("case-conference", "housing-referral", "reporting"):
                spoken = self.codes(levels[0], service, enumeration)
                self.assertIn(spoken, ([], wanted), f"{service} {name}")
