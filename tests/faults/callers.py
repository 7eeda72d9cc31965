"""The load of kill_cycles.py: callers who note outside what was acknowledged to them."""

import dataclasses
import json
import multiprocessing
import pathlib
import random
import threading
import time
import uuid

import grpc
import private
from ledger import digest
from opora_client import Caller, decode, new_trace
from opora.common.v1 import areas_pb2
from opora.conference.v1 import conference_pb2, conference_service_pb2, conference_service_pb2_grpc
from opora.housing.v1 import application_pb2, application_pb2_grpc, programme_pb2, programme_pb2_grpc
from opora.registry.v1 import client_pb2, client_service_pb2_grpc, support_pb2, support_pb2_grpc

PROCESSES = 2
THREADS = 4  # callers of a service, in each process
WRITES = 0.6  # of all calls
GIVES_UP = 0.2  # of the callers who do not know the outcome
TOPICS = 6  # of a conference, before another one is proposed
# After these the caller cannot know whether the call took effect.
UNKNOWN_OUTCOME = ("UNAVAILABLE", "UNKNOWN", "DEADLINE_EXCEEDED", "CANCELLED")


@dataclasses.dataclass(frozen=True)
class Assignment:
    """What a process of callers is told."""

    addresses: dict  # by service
    authority: pathlib.Path
    holder: Caller
    head: Caller  # of the holder's unit
    reader: Caller
    agency_id: str  # of the holder
    clients: tuple
    category_id: str
    ledger: pathlib.Path
    seed: str


class Ledger:
    def __init__(self, path):
        self._file = open(path, "a", encoding="utf-8", buffering=1)
        self._lock = threading.Lock()

    def note(self, *words):
        with self._lock:
            self._file.write(json.dumps(words) + "\n")


class Worker:
    """One thread that calls one service until told to stop; what it calls is for the subclass."""

    service = None

    def __init__(self, given, number, ledger, stop, answers):
        self.given = given
        self.chance = random.Random(f"{given.seed}/{self.service}/{number}")
        self._ledger = ledger
        self._stop = stop
        self._answers = answers

    def run(self):
        while not self._stop.is_set():
            if self.chance.random() < WRITES:
                self.write()
            else:
                self.read()

    def channel(self, caller):
        return private.channel(self.given.addresses[self.service], self.given.authority, caller.certificate)

    def written(self, kind, call, request, wanted, id_of, caller=None):
        """Writes until it is acknowledged or given up; the response, or None."""
        while True:
            trace = new_trace()
            answer = self._answer(call, request, caller or self.given.holder, trace)
            if answer is not None and not _is_refusal(answer):
                self._ledger.note("write", kind, request.request_id, id_of(answer), digest(*wanted), trace)
                return answer
            # When the end has come, what is open stays open.
            if answer is None or self.chance.random() < GIVES_UP or self._stop.is_set():
                self._ledger.note("left", kind, request.request_id)
                return None
            time.sleep(0.05)

    def has_read(self, call, request, caller, client_of):
        trace = new_trace()
        answer = self._answer(call, request, caller, trace)
        if answer is None or _is_refusal(answer):
            time.sleep(0.05)
        else:
            self._ledger.note("read", self.service, client_of(answer), trace)

    def _answer(self, call, request, caller, trace):
        """The response; the refusal when the outcome is unknown; None when it is wrong."""
        try:
            # Without it a call fails at once while the connection is being made, and between such
            # calls nobody in a Python process attends to the connection: it may take 20 s.
            metadata = caller.metadata(trace)
            response = call(request, timeout=5, metadata=metadata, wait_for_ready=True)
        except grpc.RpcError as error:
            refused = decode(error)
            if refused.code.name in UNKNOWN_OUTCOME:
                return refused
            self._ledger.note("wrong", type(request).__name__, str(refused))
            return None
        with self._answers.get_lock():
            self._answers.value += 1
        return response


def _is_refusal(answer):
    return isinstance(answer, Exception)


class SupportWorker(Worker):
    """Records support for clients, and reads clients by consent."""

    service = private.REGISTRY

    def __init__(self, given, *others):
        super().__init__(given, *others)
        self._supports = support_pb2_grpc.SupportServiceStub(self.channel(given.holder))
        self._clients = client_service_pb2_grpc.ClientServiceStub(self.channel(given.reader))

    def write(self):
        client_id, quantity = self.chance.choice(self.given.clients), self.chance.randrange(1, 100000)
        request = private.support_request(client_id, self.given.category_id, "", quantity)
        record = request.support_record
        record.note = request.request_id
        unit = support_pb2.SupportUnit.Name(record.unit).removeprefix("SUPPORT_UNIT_")
        instant = record.occurred_at.ToMicroseconds()
        wanted = (client_id, record.category_id, quantity, unit, instant)
        self.written("support", self._supports.RecordSupport, request, wanted,
                     lambda response: response.support_record.support_record_id)

    def read(self):
        request = client_pb2.GetClientRequest(client_id=self.chance.choice(self.given.clients))
        self.has_read(self._clients.GetClient, request, self.given.reader,
                      lambda response: response.client.client_id)


class ConferenceWorker(Worker):
    """Proposes conferences, puts topics on their agenda and looks at them. Of each call the service
    asks the registry who calls, and of most more than that."""

    service = private.CONFERENCE

    def __init__(self, given, *others):
        super().__init__(given, *others)
        self._stub = conference_service_pb2_grpc.ConferenceServiceStub(self.channel(given.holder))
        self._conference = None
        self._topics = 0

    def write(self):
        if self._conference is None or self._topics == TOPICS:
            self._propose()
        else:
            self._add_topic()

    def read(self):
        if self._conference is None:
            self._propose()
            return
        request = conference_service_pb2.GetConferenceRequest(conference_id=self._conference)
        self.has_read(self._stub.GetConference, request, self.given.holder,
                      lambda response: response.conference.client_id)

    def _propose(self):
        client_id, request_id = self.chance.choice(self.given.clients), str(uuid.uuid4())
        conference = private.proposal(client_id, request_id)
        request = conference_service_pb2.ProposeConferenceRequest(
            conference=conference, proposed_by_client=True, request_id=request_id
        )
        trigger = conference_pb2.Trigger.Name(conference.triggers[0]).removeprefix("TRIGGER_")
        self._topics = 0
        made = self.written("conference", self._stub.ProposeConference, request,
                            (client_id, "DEBTS", trigger),
                            lambda response: response.conference.conference_id)
        self._conference = made.conference.conference_id if made else None

    def _add_topic(self):
        request_id = str(uuid.uuid4())
        # Its title is the request_id: who is not bound to silence yet is not shown the topic's id.
        topic = conference_pb2.Topic(title=request_id, area=areas_pb2.DATA_AREA_DEBTS)
        request = conference_service_pb2.AddTopicRequest(
            conference_id=self._conference, topic=topic, request_id=request_id
        )
        self._topics += 1
        self.written("topic", self._stub.AddTopic, request, (self._conference, "DEBTS"), lambda _: "")


class HousingWorker(Worker):
    """Creates programmes and applies in each for one client after the other."""

    service = private.HOUSING

    def __init__(self, given, *others):
        super().__init__(given, *others)
        channel = self.channel(given.head)
        self._programmes = programme_pb2_grpc.ProgrammeServiceStub(channel)
        self._applications = application_pb2_grpc.ApplicationServiceStub(channel)
        self._programme = None
        self._application = None
        self._clients = []  # without an application in the programme

    def write(self):
        if self._programme is None or not self._clients:
            self._create_programme()
        else:
            self._apply()

    def read(self):
        if self._application is None:
            self.write()
            return
        request = application_pb2.GetApplicationRequest(application_id=self._application)
        self.has_read(self._applications.GetApplication, request, self.given.head,
                      lambda response: response.application.client_id)

    def _create_programme(self):
        request_id = str(uuid.uuid4())
        request = programme_pb2.CreateProgrammeRequest(
            programme=private.programme(self.given.agency_id, request_id), request_id=request_id
        )
        made = self.written("programme", self._programmes.CreateProgramme, request,
                            (self.given.agency_id, "MUNICIPALITY_ALONE"),
                            lambda response: response.programme.programme_id, self.given.head)
        self._programme = made.programme.programme_id if made else None
        self._clients = list(self.given.clients)

    def _apply(self):
        request_id = str(uuid.uuid4())
        # One who was given up may have applied all the same; nobody may twice.
        client_id = self._clients.pop(self.chance.randrange(len(self._clients)))
        persons = self.chance.randrange(1, 9)
        application = application_pb2.Application(
            client_id=client_id, programme_id=self._programme, household_size=persons, need=request_id
        )
        request = application_pb2.SubmitApplicationRequest(application=application, request_id=request_id)
        made = self.written("application", self._applications.SubmitApplication, request,
                            (self._programme, client_id, persons),
                            lambda response: response.application.application_id, self.given.head)
        if made:
            self._application = made.application.application_id


WORKERS = {worker.service: worker for worker in (SupportWorker, ConferenceWorker, HousingWorker)}


def run_callers(assignment, stop, answers):
    ledger = Ledger(assignment.ledger)
    workers = [
        WORKERS[service](assignment, number, ledger, stop, answers[service])
        for service in answers for number in range(THREADS)
    ]
    threads = [threading.Thread(target=worker.run) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


class Load:
    """The processes of callers."""

    def __init__(self, system, people, instances, clients, seed):
        context = multiprocessing.get_context("spawn")
        self._stop = context.Event()
        self._answers = {service: context.Value("q", 0) for service in instances if service in WORKERS}
        self.ledgers = [system.folder / f"ledger-{n}" for n in range(PROCESSES)]
        self._processes = []
        addresses = {service: instance.address for service, instance in instances.items()}
        for number, ledger in enumerate(self.ledgers):
            assignment = Assignment(
                addresses, system.identity / "ca.pem", people.holder, people.head, people.reader,
                people.holder_agency, tuple(clients), people.category_id, ledger, f"{seed}/{number}",
            )
            process = context.Process(
                target=run_callers, args=(assignment, self._stop, self._answers), daemon=True
            )
            process.start()
            self._processes.append(process)

    def until_answered(self, more):
        """Waits for so many more acknowledged calls of each service; the seconds it took."""
        begun = time.monotonic()
        wanted = {service: count.value + more for service, count in self._answers.items()}
        while missing := [service for service, count in wanted.items() if self._answers[service].value < count]:
            if time.monotonic() > begun + 30:
                raise RuntimeError(f"fewer than {more} calls of {', '.join(missing)} were answered in 30 s")
            time.sleep(0.005)
        return time.monotonic() - begun

    def stop(self):
        self._stop.set()
        for process in self._processes:
            process.join(30)
            if process.exitcode != 0:
                raise RuntimeError(f"a process of callers ended with {process.exitcode}")
