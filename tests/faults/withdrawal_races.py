#!/usr/bin/python3
"""Withdrawals of consent against calls that disclose by it.

In every lane one client of one agency consents that another may see everything, that other calls
whatever discloses, and the consent is withdrawn in between, again and again. A call that began
after the withdrawal was acknowledged must not disclose; one that was under way may be answered
within two seconds of it. What discloses is found, not listed: every reading method of the contract
is asked with and without the consent, and what only the first answer holds is what must not be told.
In half of the lanes the other agency works with the person too, and keeps a record of its own.
Services are also stopped for three seconds in mid-call.

Exit status: 0 kept, 3 broken. --fault plants what must be noticed: cache, late, standby.
"""

import argparse
import contextlib
import dataclasses
import functools
import multiprocessing
import shutil
import signal
import sys
import tempfile
import time

import private
from opora.common.v1 import feed_pb2, feed_pb2_grpc
from race_calls import Assignment, Tally, run_lanes
from race_contract import MACHINE, METHODS, PACKAGES, TIMEOUT, bound
from race_search import Finder, of_one_lane, problems, questions
from race_world import World

KEPT, BROKEN = 0, 3
PROCESSES, LANES = 2, 5
KINDS = 2  # of lanes: the reader knows the client by consent alone, or works with the client too
STOP = 3.0  # seconds
LAG = "100ms"  # of the standby
LEG = 10_000  # calls; then new clients, since every decision reads what a client ever gave


def lanes_of(world, count, first=0):
    """Lanes with what discloses in them: only one consent is in force while it is looked for. Everything
    is asked in the first lane of a kind; in the others what was found there."""
    finder = Finder(world)
    lanes, found = [], []
    for number in range(count):
        asked = questions() if number < KINDS else (probe.question for probe in found[number % KINDS])
        lanes.append(world.lane(first + number))
        found.append(finder.probes(lanes[-1], tuple(dict.fromkeys(asked))))
    return [dataclasses.replace(lane, probes=probes) for lane, probes in zip(lanes, of_one_lane(found))]


def assignments(world, lanes, calls, seed):
    people = world.people
    addresses = {service: (instance.address,) for service, instance in world.instances.items()}
    addresses[private.REGISTRY] = (world.first.address, world.second.address)
    return [
        Assignment(addresses, world.system.identity / "ca.pem", people.holder, world.readers,
                   (people.holder_agency, people.reader_agency), tuple(lanes[n::PROCESSES]),
                   calls // PROCESSES, f"{seed}/{n}", world.faulty)
        for n in range(PROCESSES)
    ]


def told_by_feeds(world, lanes):
    """Events of the lanes, not of its own records, that the reader's agency gets: a consent opens no
    feed (XC-71)."""
    clients, own = {lane.client_id for lane in lanes}, world.people.reader_agency
    told = 0
    for service, instance in world.instances.items():
        feed = world.people.call(feed_pb2_grpc.FeedServiceStub, instance, world.readers[MACHINE])
        events, end = listed_events(feed)
        events += watched_events(world, service, end)
        told += sum(event.client_id in clients and event.agency_id != own for event in events)
    return told


def listed_events(feed):
    """All events that are told, and the position after them."""
    events, position = [], ""
    while True:
        answer = feed.ListChanges(feed_pb2.ListChangesRequest(position=position))
        events += answer.events
        if answer.position == position:
            return events, position
        position = answer.position


def watched_events(world, service, end):
    """The events of the stream from its beginning to that position."""
    caller = world.readers[MACHINE]
    call = bound(world.channel(service, caller), METHODS["common.FeedService.Watch"])
    request = feed_pb2.WatchRequest(start_at=feed_pb2.START_AT_EARLIEST)
    stream = call(request.SerializeToString(), timeout=TIMEOUT, metadata=caller.metadata())
    events = []
    for message in map(feed_pb2.WatchResponse.FromString, stream):
        events += message.events
        if message.position == end:
            stream.cancel()
            return events
    raise RuntimeError(f"the stream of {service} ended before {end}")


def race(world, lanes, calls, seed, stops):
    """The tally of all processes; meanwhile services are stopped so many times."""
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    processes = [context.Process(target=run_lanes, args=(given, results), daemon=True)
                 for given in assignments(world, lanes, calls, seed)]
    for process in processes:
        process.start()
    stopped = (world.second, world.instances[private.CONFERENCE], world.instances[private.HOUSING])
    for number in range(stops):
        time.sleep(2)
        instance = stopped[number % len(stopped)]
        instance.process.send_signal(signal.SIGSTOP)
        time.sleep(STOP)
        instance.process.send_signal(signal.SIGCONT)
    tally = Tally()
    for _ in processes:
        tally.add(results.get(timeout=3600))
    for process in processes:
        process.join(30)
    return tally


def listed(counts):
    return ", ".join(f"{name} {number}" for name, number in sorted(counts.items()))


def report(tally, seconds):
    print(f"{tally.calls} calls against withdrawals in {seconds:.0f} s: {tally.told} told before, "
          f"{tally.overtaken} overtaken (window {tally.window * 1000:.0f} ms, {tally.widest}), "
          f"{tally.refused_as_old} refused as decided too long ago, "
          f"{tally.late} answered after the acknowledgement")
    print(f"answers by method: {listed(tally.by_method)}")
    print(f"refusals: {listed(tally.refusals)}")
    if tally.late:
        print(f"answered after the acknowledgement: {listed(tally.late_methods)}")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=100_000)
    parser.add_argument("--stops", type=int, default=4, help="of a service for three seconds")
    parser.add_argument("--fault", choices=("cache", "late", "standby"))
    parser.add_argument("--seed", default="1")
    return parser.parse_args()


def prepared(stack, fault):
    """The world, on clusters of its own."""
    name = f"races{time.time_ns() % 10**8}"
    cluster = private.Cluster(name)
    stack.callback(cluster.destroy)
    cluster.start()
    folder = tempfile.mkdtemp(prefix="opora-races-")
    stack.callback(functools.partial(shutil.rmtree, folder, ignore_errors=True))
    system = private.System(folder, cluster.superuser, services=tuple(PACKAGES.values()))
    system.prepare()
    stack.callback(system.close)
    standby = None
    if fault == "standby":
        other = private.Cluster(f"{name}s")
        stack.callback(other.destroy)
        other.follow(name, LAG)
        standby = f"{other.superuser} dbname=opora user=registry_app"
    return World(system, fault, standby)


def blind(lanes, tally):
    """Probes that disclosed when they were found, and never since."""
    names = {probe.name for lane in lanes for probe in lane.probes}
    return sorted(names - set(tally.by_method)) if tally.calls > 100 * len(names) else []


def main():
    given = arguments()
    with contextlib.ExitStack() as stack:
        world = prepared(stack, given.fault)
        # With few lanes calls are fast, and what is remembered for 20 ms is asked for within them.
        lanes = lanes_of(world, PROCESSES * (1 if given.fault else LANES))
        found = {probe.question.name for lane in lanes for probe in lane.probes}
        print(f"{len(found)} methods disclose by the consent: "
              f"{', '.join(sorted(name.rsplit('.', 1)[1] for name in found))}")
        if wrong := problems(found):
            sys.exit("\n".join(wrong))
        tally, seconds, raced = Tally(), 0.0, []
        while tally.calls < given.calls and not (given.fault and tally.broken):
            if raced:
                lanes = lanes_of(world, len(lanes), len(raced))
            begun = time.monotonic()
            calls = given.calls if given.fault else min(LEG, given.calls - tally.calls)
            tally.add(race(world, lanes, calls, f"{given.seed}/{len(raced)}", 0 if given.fault else given.stops))
            seconds += time.monotonic() - begun
            raced += lanes
            print(f"{tally.calls} calls, window {tally.window * 1000:.0f} ms, {tally.late} late",
                  file=sys.stderr, flush=True)
        report(tally, seconds)
        feeds = told_by_feeds(world, raced)
        print(f"{feeds} events told to the other agency by feeds")
    if not given.fault and tally.told < tally.calls / 20:
        sys.exit("hardly a call was answered before its consent was withdrawn")
    if not given.fault and (names := blind(lanes, tally)):
        sys.exit(f"found to disclose, and never did: {', '.join(names)}")
    sys.exit(BROKEN if tally.broken or feeds else KEPT)


if __name__ == "__main__":
    main()
