#!/usr/bin/python3
"""Kills PostgreSQL and the services under load and proves that nothing that was promised is gone.

    kill_cycles.py [--cycles 20] [--control] [--seed N]

Callers of each service that is built (callers.py) write and read, and note in a ledger outside what
was acknowledged. Each cycle kills PostgreSQL as a failing machine would (SIGKILL for the postmaster
and all its children), or one of the services (SIGKILL), or everything, and starts it again; callers
repeat what they do not know the outcome of with the same request_id, or give it up. While a service
is away, those that ask it go on being called. In the end the ledger is compared with the databases
(ledger.py): no acknowledged write may be missing or changed, no request may have been carried out
twice or by halves, and no answer may have been given without its audit entry; reporting, which
follows the others, must have counted each record once.

--control makes commits asynchronous behind the services' back. Then acknowledged writes must get
lost; a run that does not see that proves nothing.

Exit status: 0 nothing lost; 3 promises broken (what --control must end with); 1 the harness itself
failed, or is blind: a control without loss.
"""

import argparse
import collections
import contextlib
import os
import pathlib
import random
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

# pylint: disable=wrong-import-position
import private  # noqa: E402
from callers import Load  # noqa: E402
from ledger import LOST, compare, compare_followed  # noqa: E402

KEPT, BLIND, BROKEN = 0, 1, 3  # exit status
CLIENTS = 20
LOADED = 40  # acknowledged calls of each service between two kills, at least
POSTGRES, EVERYTHING = "postgres", "everything"


class Killer:
    def __init__(self, cluster, system, instances, chance):
        self._cluster = cluster
        self._system = system
        self._instances = instances  # by service
        self._chance = chance
        self.kills = {}
        self.slowest = {}  # seconds until every service answered again

    def victims(self):
        """Whom to kill, in turn."""
        return [POSTGRES, *self._instances, POSTGRES, EVERYTHING]

    def cycle(self, load, victim):
        load.until_answered(LOADED)
        time.sleep(self._chance.uniform(0, 0.3))
        if self._chance.random() < 0.5:
            self._begin_checkpoint()
        postgres = victim in (POSTGRES, EVERYTHING)
        services = [service for service in self._instances if victim in (service, EVERYTHING)]
        if postgres:
            self._cluster.kill()
        for service in services:
            self._instances[service].kill()
        time.sleep(self._chance.uniform(0, 0.2))
        if postgres:
            self._cluster.start()
        for service in services:
            port = self._instances[service].port
            self._instances[service] = self._system.serve(port, service=service)
        self.kills[victim] = self.kills.get(victim, 0) + 1
        self.slowest[victim] = max(self.slowest.get(victim, 0), load.until_answered(1))

    def _begin_checkpoint(self):
        def checkpoint():
            with contextlib.suppress(Exception):  # it is to be killed in the middle
                self._system.sql("CHECKPOINT")

        threading.Thread(target=checkpoint, daemon=True).start()
        time.sleep(self._chance.uniform(0, 0.03))


def make_asynchronous(system):
    """A service asks for synchronous_commit when it starts, so it is taken away afterwards."""
    for service in system.services:
        schema = private.SERVICES[service].schema
        for role in (f"{schema}_app", f"{schema}_sealer"):
            system.sql(f"ALTER ROLE {role} SET synchronous_commit = off")
    system.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename ~ '_(app|sealer)$'")


def run(cluster, folder, options):
    cluster.start()
    system = private.System(folder, cluster.superuser, services=private.built())
    instances = {}
    try:
        system.prepare()
        instances = system.serve_all()
        people = private.People(system, instances[private.REGISTRY])
        clients = [people.client(f"Klient{n}") for n in range(CLIENTS)]
        if options.control:
            make_asynchronous(system)
        load = Load(system, people, instances, clients, options.seed)
        killer = Killer(cluster, system, instances, random.Random(options.seed))
        victims = [POSTGRES] if options.control else killer.victims()
        for number in range(options.cycles):
            killer.cycle(load, victims[number % len(victims)])
        load.until_answered(LOADED)
        load.stop()
        verdict = compare(load.ledgers, system)
        # What was counted and then lost at its source, in the control, is nobody's fault but ours.
        if private.REPORTING in system.services and not options.control:
            compare_followed(system, verdict)
    except Exception:
        for instance in instances.values():
            print(f"{instance.name}:\n{instance.tail()}", file=sys.stderr)
        raise
    finally:
        system.close()
    for victim, count in killer.kills.items():
        print(f"{count:3} times {victim:17} every service answered within {killer.slowest[victim]:.2f} s")
    verdict.tell()
    return verdict


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cycles", type=int, default=20)
    parser.add_argument("--control", action="store_true")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    begun = time.monotonic()
    # The name that ./opora cleans up after when we are killed ourselves.
    cluster = private.Cluster(f"test-{os.getpid()}")
    try:
        with tempfile.TemporaryDirectory(prefix="opora-faults-") as folder:
            verdict = run(cluster, folder, options)
    finally:
        cluster.destroy()
    print(f"{options.cycles} cycles in {time.monotonic() - begun:.0f} s; seed {options.seed}")
    broken = any(verdict.broken.values())
    if options.control:
        lost = len(verdict.broken[LOST])
        kinds = collections.Counter(kind for kind, *_ in verdict.broken[LOST])
        print(f"control: {lost} acknowledged writes lost {dict(kinds)}, "
              + ("so the harness sees loss" if lost else "so the harness is BLIND"))
        return BROKEN if lost else BLIND
    return BROKEN if broken else KEPT


if __name__ == "__main__":
    sys.exit(main())
