"""A conference of one test alone, taken as far as the test wants it."""

from opora.common.v1 import areas_pb2, types_pb2
from opora.conference.v1 import conference_pb2, conference_service_pb2, minutes_pb2, plan_pb2

from checks.base import ClientTest
from opora_client import OporaError
from steps.asked import participant, word_of

Conf = conference_pb2
Service = conference_service_pb2
HELD_ON = types_pb2.Date(year=2026, month=7, day=30)  # a Thursday
PHASES = ("WELCOME", "MAPPING", "PRIORITIES", "SOLUTIONS", "PLAN", "CONCLUSION")
# Who takes part: convener, organiser and administrator, facilitator, recorder, professional.
WORKERS = ("strnadova", "petra", "milan", "frantiska", "beranek")
OUTSIDE = ("milan", "beranek")  # invited on the client's word
STAGES = (
    "propose",
    "name",
    "contract",
    "add",
    "invite",
    "arrange",
    "prepare",
    "answer",
    "ready",
    "start",
)


def role(name):
    return Conf.ConferenceRole.Value(f"CONFERENCE_ROLE_{name}")


class Meeting:
    """One conference: its id, its participants by name, and the calls around it."""

    def __init__(self, test, client_id, **fields):
        self.test, self.world = test, test.world
        self.client_id = client_id
        self.fields = fields
        self.id = ""
        self.of = {}

    def request(self, method, **fields):
        if method in ("AddActionItem", "CompleteMilestone", "ReplaceActionItem"):
            return getattr(plan_pb2, f"{method}Request")(**fields)
        if method == "CancelActionItem":
            return plan_pb2.CancelActionItemRequest(**fields)
        if method == "ApprovePlan":
            return plan_pb2.ApprovePlanRequest(conference_id=self.id, **fields)
        if method == "ShareContent":
            return Service.ShareContentRequest(**fields)
        return getattr(Service, f"{method}Request")(conference_id=self.id, **fields)

    @staticmethod
    def name_of(method):
        plan = plan_pb2.DESCRIPTOR.services_by_name["ActionPlanService"].methods_by_name
        return f"{'ActionPlanService' if method in plan else 'ConferenceService'}.{method}"

    def ok(self, who, method, **fields):
        response = self.test.ok(who, self.name_of(method), self.request(method, **fields))
        if "conference" in response.DESCRIPTOR.fields_by_name:
            self.remember(response.conference)
        return response

    def refused(self, who, method, code, reason, rule="", /, **fields):
        request = self.request(method, **fields)
        return self.test.refused(who, self.name_of(method), request, code, reason, rule)

    def stopped(self, who, method, reason, rule, /, **fields):
        """FAILED_PRECONDITION."""
        return self.refused(who, method, "FAILED_PRECONDITION", reason, rule, **fields)

    def denied(self, who, method, reason, rule, /, **fields):
        """PERMISSION_DENIED."""
        return self.refused(who, method, "PERMISSION_DENIED", reason, rule, **fields)

    def wrong(self, who, method, field, reason=None, /, **fields):
        """INVALID_ARGUMENT that names the field."""
        with self.test.assertRaises(OporaError) as caught:
            self.world.method(who, self.name_of(method))(self.request(method, **fields))
        error = caught.exception
        self.test.assertEqual(error.code.name, "INVALID_ARGUMENT", error)
        self.test.assertEqual([one.field for one in error.field_violations], [field], error)
        if reason:
            self.test.assertIn(reason, (error.reason, error.field_violations[0].reason))
        return error

    def remember(self, conference):
        for one in conference.participants:
            who = self.world.worker_key(one.worker_id) or one.person
            self.of[who] = one.participant_id

    def get(self, who="petra"):
        return self.ok(who, "GetConference")

    @property
    def now(self):
        return self.get().conference

    def word(self, minutes=-5):
        return word_of(self.world, "the client", minutes=minutes)

    # --- the way to a meeting, one method a stage ------------------------------------------------

    def until(self, stage):
        for one in STAGES[: STAGES.index(stage) + 1]:
            getattr(self, one)()
        return self

    def propose(self):
        fields = {
            "client_id": self.client_id,
            "topic": "debts",
            "areas": [areas_pb2.DATA_AREA_DEBTS],
            "triggers": [Conf.TRIGGER_START_OF_WORK],
            **self.fields,
        }
        request = Service.ProposeConferenceRequest(
            conference=Conf.Conference(**fields), proposed_by_client=True
        )
        made = self.test.ok("strnadova", "ConferenceService.ProposeConference", request)
        self.id = made.conference.conference_id
        self.remember(made.conference)

    def name(self):
        self.ok(
            "strnadova",
            "NameOrganiser",
            organiser=participant(self.world, "petra", role("ORGANISER")),
            is_administrator=True,
        )
        self.ok(
            "petra",
            "NameFacilitator",
            facilitator=participant(self.world, "milan", role("FACILITATOR")),
        )

    def contract(self):
        self.ok("petra", "SignContract", goal="a goal", topic="a topic")

    def add(self):
        people = [
            participant(self.world, "frantiska", role("RECORDER")),
            participant(self.world, "beranek", role("PROFESSIONAL")),
            Conf.Participant(person="aunt", roles=[role("SUPPORT_PERSON")]),
        ]
        self.ok("petra", "AddParticipants", participants=people)

    def invitations(self, *who):
        agreed = (*OUTSIDE, "aunt")
        return [
            Service.Invitation(
                participant_id=self.of[one],
                client_agreement=self.word() if one in agreed else None,
            )
            for one in who
        ]

    def invite(self):
        everybody = self.invitations("frantiska", "beranek", "milan", "aunt")
        self.ok("petra", "InviteParticipants", invitations=everybody)

    def arrange(self, due=7, place="a room"):
        self.ok(
            "petra",
            "ArrangeMeeting",
            place=place,
            scheduled_time=self.world.now(minutes=60),
            answers_due_date=self.world.today(due),
        )

    def prepare(self):
        self.ok(
            "petra",
            "PrepareParticipants",
            occurred_at=self.world.now(minutes=-30),
            briefed=True,
            silence_ground=Conf.SILENCE_GROUND_PROFESSION,
        )

    def answers(self, *who, place=Conf.ANSWER_YES):
        return [
            Service.ParticipantAnswer(
                participant_id=self.of[one],
                topic=Conf.ANSWER_YES,
                participants=Conf.ANSWER_YES,
                place=place,
                attestation=self.word(),
            )
            for one in who
        ]

    def answer(self):
        self.ok("petra", "RecordAnswers", answers=self.answers(*self.of))

    def ready(self):
        self.ok("petra", "DeclareReady")

    def attendance(self, **how):
        return [
            Service.ParticipantAttendance(
                participant_id=self.of[one],
                attendance=Conf.Attendance.Value(f"ATTENDANCE_{how.get(one, 'PRESENT')}"),
            )
            for one in self.of
            if how.get(one, "PRESENT")
        ]

    def start(self, **how):
        return self.ok("milan", "StartMeeting", held_on=HELD_ON, attendance=self.attendance(**how))

    # --- the meeting -----------------------------------------------------------------------------

    def advance(self, phase, **further):
        return self.ok(
            "milan", "AdvancePhase", phase=Conf.Phase.Value(f"PHASE_{phase}"), **further
        )

    def to(self, phase):
        """From the phase in which it is on to that one, with what the way needs."""
        at = Conf.Phase.Name(self.now.phase).removeprefix("PHASE_")
        for one in PHASES[PHASES.index(at) + 1 : PHASES.index(phase) + 1]:
            if one == "PRIORITIES":
                self.hear()
            if one == "SOLUTIONS":
                self.prioritise()
            if one == "PLAN":
                self.solve()
            self.advance(one)
        return self

    def hear(self):
        views = [
            Service.ParticipantView(participant_id=one, did_not_wish_to_speak=True)
            for one in self.of.values()
        ]
        self.ok("frantiska", "RecordViews", views=views)

    def topic(self, title="the debt", area=areas_pb2.DATA_AREA_DEBTS, who="strnadova"):
        added = self.ok(who, "AddTopic", topic=Conf.Topic(title=title, area=area)).conference
        return added.topics[-1].topic_id

    def prioritise(self):
        self.priority = self.topic()
        self.ok("milan", "SelectPriorities", topic_ids=[self.priority])

    def solution_of(self, choice=Conf.CLIENT_CHOICE_WANTED):
        return Conf.Solution(
            topic_id=self.priority,
            text="instalments",
            proposer_participant_id=self.of["client"],
            client_choice=choice,
        )

    def solve(self):
        solved = self.ok("strnadova", "AddSolution", solution=self.solution_of()).conference
        self.solution = solved.solutions[-1].solution_id

    def item(self, **further):
        fields = {
            "conference_id": self.id,
            "topic_id": self.priority,
            "solution_id": self.solution,
            "participant_ids": [self.of["client"], self.of["strnadova"]],
            "what": "go there",
            "milestones": [
                plan_pb2.Milestone(what="call", due_days_after=1, due_wording="tomorrow"),
                plan_pb2.Milestone(what="visit", due_weeks_after=2),
            ],
            "plan_b_trigger_position": 1,
            "plan_b_participant_id": self.of["strnadova"],
            "plan_b_what": "calls herself",
            "plan_b_weeks_after": 1,
        }
        fields.update(further)
        fields = {name: value for name, value in fields.items() if value is not None}
        return plan_pb2.ActionItem(**fields)

    def add_item(self, **further):
        return self.ok("strnadova", "AddActionItem", item=self.item(**further)).item

    def approvals(self, *who, approved=True, refused=()):
        return [
            plan_pb2.PlanApproval(
                participant_id=self.of[one],
                approved=approved,
                refused_item_ids=refused,
                attestation=self.word(),
            )
            for one in who
        ]

    def approve(self, *who):
        return self.ok("frantiska", "ApprovePlan", approvals=self.approvals(*(who or self.of)))

    def planned(self):
        """In phase PLAN with an item."""
        self.until("start").to("PLAN")
        self.made = self.add_item()
        return self

    def closed(self):
        self.planned()
        self.approve()
        self.advance("CONCLUSION")
        self.ok("milan", "CloseMeeting", evaluation_date=self.world.today(60))
        return self

    def agreements(self, *who, agreed=True, **further):
        return [
            minutes_pb2.MinutesAgreement(
                participant_id=self.of[one], agreed=agreed, attestation=self.word(), **further
            )
            for one in who
        ]

    def circulated(self, due=7):
        self.closed()
        self.ok("frantiska", "WriteMinutes", text="what was agreed")
        self.ok("frantiska", "CirculateMinutes", answers_due_date=self.world.today(due))
        return self

    def share(self, *who, recipient="labour", part=minutes_pb2.SHARED_PART_ACTION_PLAN, no=()):
        return minutes_pb2.ContentShare(
            conference_id=self.id,
            parts=[part],
            recipient_agency_id=self.world.ids[f"agency.{recipient}"],
            agreements=[
                minutes_pb2.ShareAgreement(
                    participant_id=self.of[one], agreed=one not in no, attestation=self.word()
                )
                for one in who
            ],
        )


class ConferenceTest(ClientTest):
    def meeting(self, **fields):
        return Meeting(self, self.client(), **fields)

    def warned(self, response, *reasons):
        self.assertEqual([one.reason for one in response.warnings], list(reasons))

    def same_after(self, meeting, refuse):
        """Nothing changed by what was refused."""
        before = meeting.get()
        refuse()
        self.assertEqual(meeting.get(), before)
