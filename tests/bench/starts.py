"""Time from exec until a service is healthy, and what it holds in memory when idle."""

import pathlib
import socket
import statistics
import time

import private

IDLE = 10  # seconds
STARTS = 5
HEALTHY_WITHIN = 15.0


def measure(system):
    """[(service, [seconds of each start], {VmRSS, VmHWM in kB})] of every service of a migrated system."""
    return [_service(system, name) for name in system.services]


def _service(system, name):
    """Neighbours do not run: starting does not depend on them."""
    seconds = []
    for _ in range(STARTS):
        begun = time.monotonic()
        instance = system.serve(service=name, ready=False)
        # gRPC, refused once, would look again only after its pause.
        while not _listens(instance.port) or not instance.ready(timeout=0.2):
            if instance.process.poll() is not None or time.monotonic() > begun + HEALTHY_WITHIN:
                raise RuntimeError(f"{name} did not become healthy:\n{instance.tail()}")
            time.sleep(0.002)
        seconds.append(time.monotonic() - begun)
        if len(seconds) < STARTS:
            instance.kill()
    time.sleep(IDLE)
    memory = _memory(instance.process.pid)
    instance.terminate()
    return name, seconds, memory


def _listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _memory(pid):
    lines = pathlib.Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    fields = dict(line.split(":", 1) for line in lines if line.startswith("Vm"))
    return {name: int(fields[name].split()[0]) for name in ("VmRSS", "VmHWM")}


def report(measured):
    print(f"Start: from exec to healthy, database migrated, {STARTS} times; memory after {IDLE} s idle")
    print(f"{'':18} {'median ms':>9} {'(range)':>13} {'RSS MB':>7} {'peak MB':>8}")
    for name, seconds, memory in measured:
        spread = f"({1000 * min(seconds):.0f}-{1000 * max(seconds):.0f})"
        print(f"{name:18} {1000 * statistics.median(seconds):9.0f} {spread:>13} "
              f"{memory['VmRSS'] / 1024:7.1f} {memory['VmHWM'] / 1024:8.1f}")
