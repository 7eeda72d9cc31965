"""How close calls come to what PostgreSQL and gRPC can do on this machine, in one run.

    ./opora bench [--seconds 4] [--rounds 3] [--callers 1,16,64] [--clients 5000] [--check] [--show]
                  [--starts] [--page] [--scaling]
    ./opora bench linkage --data FOLDER    how well records of one person find each other (linkage.py)

First each service that the build holds is started a few times and left idle (starts.py); --starts
measures no more than that.

GetClient (by consent, audited) and RecordSupport (audited, idempotent, with its event) run in a
closed loop over mutual TLS with tokens. Beside them, in turn within each round: pgbench with the
very statements of that call in one transaction (statements.py), and a server of the same gRPC
library that answers messages of the same size at once. Ratios are the medians of the rounds' own
ratios, since load of others on the machine changes between rounds more than within one.

CheckDisclosures of a page of 200 pairs of client and area runs beside the one statement that reads
the same facts of the same clients; the figure is how many times as long it takes.

--check fails when a target is missed; --show prints the scripts and measures nothing.
"""

import argparse
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "faults")]

# pylint: disable=wrong-import-position
import private  # noqa: E402  (before what needs the client that it finds)
import linkage  # noqa: E402
import scaling  # noqa: E402
import starts  # noqa: E402
import statements  # noqa: E402
from opora.common.v1 import areas_pb2  # noqa: E402
from opora.registry.v1 import access_pb2, access_service_pb2_grpc  # noqa: E402
from opora.registry.v1 import client_pb2, client_service_pb2_grpc, support_pb2_grpc  # noqa: E402

PGBENCH = "/usr/lib/postgresql/15/bin/pgbench"
FIRST_CLIENT = 100001
SUPPORT_PER_CLIENT = 5
GET_CLIENT = "/opora.registry.v1.ClientService/GetClient"
RECORD_SUPPORT = "/opora.registry.v1.SupportService/RecordSupport"
CHECK_DISCLOSURES = "/opora.registry.v1.AccessService/CheckDisclosures"
ECHO = "/opora.bench.Echo/Echo"
# Of pgbench, by callers.
PAGE = 200  # pairs of client and area that one CheckDisclosures decides on
PAGE_TARGET = 3.0  # times the statement that reads the same facts
TARGETS = {"GetClient": {1: 0.6, 16: 0.6, 64: 1.0}, "RecordSupport": {1: 0.6, 16: 0.6, 64: 0.6}}

CLONES = """
CREATE TEMP TABLE copy AS
  SELECT n, lpad(n::text, 32, '0')::uuid AS client_id, md5('consent' || n)::uuid AS consent_id,
         md5('version' || n)::uuid AS version_id
  FROM generate_series({first}, {last}) n;
INSERT INTO client_clusters SELECT client_id, client_id FROM copy;
INSERT INTO clients OVERRIDING USER VALUE SELECT r.* FROM clients t, copy c, LATERAL
  jsonb_populate_record(t, jsonb_build_object('client_id', c.client_id, 'family_name', 'Klient' || n,
    'x_family_folded', 'klient' || n)) r WHERE t.client_id = '{client}';
INSERT INTO statements OVERRIDING USER VALUE SELECT r.* FROM statements t, copy c, LATERAL
  jsonb_populate_record(t, jsonb_build_object('client_id', c.client_id,
    'statement_id', md5('statement' || n)::uuid)) r WHERE t.client_id = '{client}';
INSERT INTO consents OVERRIDING USER VALUE SELECT r.* FROM consents t, copy c, LATERAL
  jsonb_populate_record(t, jsonb_build_object('client_id', c.client_id, 'consent_id', c.consent_id)) r
  WHERE t.client_id = '{client}';
INSERT INTO consent_versions OVERRIDING USER VALUE SELECT r.* FROM consents k, consent_versions t,
  copy c, LATERAL jsonb_populate_record(t, jsonb_build_object('consent_id', c.consent_id,
    'consent_version_id', c.version_id, 'x_seal', NULL)) r
  WHERE k.client_id = '{client}' AND t.consent_id = k.consent_id;
INSERT INTO consent_parties OVERRIDING USER VALUE SELECT r.* FROM consents k, consent_versions v,
  consent_parties t, copy c, LATERAL jsonb_populate_record(t, jsonb_build_object(
    'party_id', md5('party' || n || t.ordinal)::uuid, 'consent_version_id', c.version_id)) r
  WHERE k.client_id = '{client}' AND v.consent_id = k.consent_id
    AND t.consent_version_id = v.consent_version_id;
INSERT INTO support_records OVERRIDING USER VALUE SELECT r.* FROM
  (SELECT * FROM support_records WHERE client_id = '{client}' LIMIT 1) t, copy c,
  generate_series(1, {support}) k, LATERAL jsonb_populate_record(t::support_records,
    jsonb_build_object('client_id', c.client_id, 'support_record_id', md5(n || '/' || k)::uuid)) r;
"""
SETTLE = """
VACUUM (ANALYZE);
CHECKPOINT;
"""


class Measured:
    """One method: its requests for the load client and its script for pgbench."""

    def __init__(self, name, path, caller, request, picked, fresh=()):
        self.name = name
        self.path = path
        self.caller = caller
        self.request = request.SerializeToString()
        self.pick = [self._offset(value) for value in picked]
        self.fresh = [self._offset(value) for value in fresh]
        self.script = None
        self.response_bytes = 0

    def _offset(self, value):
        return self.request.index(value.encode())


class Facts:
    """The statement alone that reads the facts of a page, with the parameters of a call."""

    def __init__(self, log):
        (statement,) = [one for one in log if one.text.lstrip().startswith("WITH cluster")]
        self.values = {f"p{i}": value for i, value in enumerate(statement.parameters, 1)}
        self.text = re.sub(r"\$(\d+)", r":p\1", " ".join(statement.text.split())) + ";\n"


class Bench:
    def __init__(self, folder, options):
        self._folder = folder
        self._options = options
        superuser = os.environ["OPORA_BENCH_DATABASE"]
        self._build = pathlib.Path(os.environ["OPORA_BUILD"])
        self._socket = re.search(r"host=(\S+)", superuser).group(1)
        services = private.built(self._build)
        self._system = private.System(folder, superuser, self._build, services)
        self._service = None
        self._people = None
        self._echo = None
        self._runs = 0
        self.methods = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._system.close()
        if self._echo:
            self._echo.stdin.close()
            self._echo.wait()

    # --- preparing -------------------------------------------------------------------------------

    def starts(self, report=True):
        self._system.prepare()
        if report:
            starts.report(starts.measure(self._system))

    def scaling(self):
        """Cases of scaling.py that missed their target."""
        service = self._system.serve()
        return scaling.report(self._system, service, private.People(self._system, service))

    def prepare(self):
        self._service = self._system.serve()
        self._people = private.People(self._system, self._service)
        client_id = self._people.client("Kopecky")
        support = self._people.support(client_id, "prototype")
        self._support().RecordSupport(support)
        self._capture(client_id)
        last = FIRST_CLIENT + self._options.clients - 1
        self._system.sql_file(
            CLONES.format(
                first=FIRST_CLIENT, last=last, client=client_id, support=SUPPORT_PER_CLIENT
            )
        )
        self._system.run(private.REGISTRY, "seal-consents", "--adopt")
        self._system.sql_file(SETTLE)
        ids = (f"{n:032d}" for n in range(FIRST_CLIENT, last + 1))
        text = (f"{i[:8]}-{i[8:12]}-{i[12:16]}-{i[16:20]}-{i[20:]}\n" for i in ids)
        (self._folder / "ids").write_text("".join(text), encoding="ascii")

    def _support(self):
        endpoint = self._system.endpoint(self._service)
        return endpoint.interface(support_pb2_grpc.SupportServiceStub, self._people.holder)

    def _clients(self):
        endpoint = self._system.endpoint(self._service)
        return endpoint.interface(client_service_pb2_grpc.ClientServiceStub, self._people.reader)

    def _capture(self, client_id):
        """Runs each method under a log of all statements, and makes the scripts."""
        for name, value in statements.SETTINGS.items():
            self._system.sql(f"ALTER ROLE registry_app SET {name} = '{value}'")
        self._restart(workers=1)  # one worker, so that every statement is prepared after one call
        get = client_pb2.GetClientRequest(client_id=client_id)
        self._add("GetClient", GET_CLIENT, self._people.reader, client_id,
                  lambda: get, lambda request: self._clients().GetClient(request))
        self._add("RecordSupport", RECORD_SUPPORT, self._people.holder, client_id,
                  lambda: self._people.support(client_id, "measured"),
                  lambda request: self._support().RecordSupport(request))
        for name in statements.SETTINGS:
            self._system.sql(f"ALTER ROLE registry_app RESET {name}")
        self._restart()

    def _logged(self, action):
        """What PostgreSQL logs meanwhile, and what the action returns."""
        log = pathlib.Path(self._socket) / "log"
        begin = log.stat().st_size
        result = action()
        return log.read_bytes()[begin:].decode(), result

    def _restart(self, **settings):
        self._service.kill()
        self._service = self._system.serve(self._service.port, **settings)

    def _add(self, name, path, caller, client_id, make, call):
        call(make())
        # Housekeeping of the service runs on connections of its own, whether anybody calls or not.
        quiet, _ = self._logged(lambda: time.sleep(1.5))
        others = statements.processes(quiet)
        logs = []
        for _ in range(2):
            request = make()
            log, response = self._logged(lambda request=request: call(request))
            logs.append(statements.read(log, others))
        last = FIRST_CLIENT + self._options.clients - 1
        fresh = [request.request_id] if hasattr(request, "request_id") else []
        method = Measured(name, path, caller, request, [client_id], fresh)
        method.response_bytes = response.ByteSize()
        method.script = statements.Script(*logs, client_id, FIRST_CLIENT, last)
        for suffix, content in (("sql", method.script.text.encode()), ("request", method.request)):
            (self._folder / f"{name}.{suffix}").write_bytes(content)
        headers = caller.metadata()
        (self._folder / f"{name}.headers").write_text(
            "".join(f"{key}: {value}\n" for key, value in headers), encoding="ascii"
        )
        echo = [*headers, ("x-response-bytes", str(method.response_bytes))]
        (self._folder / f"{name}.echo").write_text(
            "".join(f"{key}: {value}\n" for key, value in echo), encoding="ascii"
        )
        self.methods.append(method)

    def linkage(self, folder):
        service = self._system.serve()
        linkage.report(self._system, service, private.People(self._system, service), folder)

    def prepare_page(self):
        """A page of clients as CheckDisclosures, and the statement that it reads their facts by."""
        ids = (self._folder / "ids").read_text(encoding="ascii").split()
        step = max(len(ids) // PAGE, 1)
        request = access_pb2.CheckDisclosuresRequest(
            queries=[
                access_pb2.DisclosureQuery(client_id=one, areas=[areas_pb2.DATA_AREA_FAMILY])
                for one in ids[::step][:PAGE]
            ]
        )
        caller = self._people.reader
        for name, value in statements.SETTINGS.items():
            self._system.sql(f"ALTER ROLE registry_app SET {name} = '{value}'")
        self._restart(workers=1)
        stub = self._system.endpoint(self._service).interface(
            access_service_pb2_grpc.AccessServiceStub, caller
        )
        stub.CheckDisclosures(request)
        log, response = self._logged(lambda: stub.CheckDisclosures(request))
        if len(response.decisions) != len(request.queries):
            raise RuntimeError(f"{len(response.decisions)} decisions on {len(request.queries)} pairs")
        for name in statements.SETTINGS:
            self._system.sql(f"ALTER ROLE registry_app RESET {name}")
        self._restart()
        method = Measured("CheckDisclosures", CHECK_DISCLOSURES, caller, request, [])
        method.response_bytes = response.ByteSize()
        method.script = Facts(statements.read(log, ()))
        for suffix, content in (("sql", method.script.text.encode()), ("request", method.request)):
            (self._folder / f"{method.name}.{suffix}").write_bytes(content)
        (self._folder / f"{method.name}.headers").write_text(
            "".join(f"{key}: {value}\n" for key, value in caller.metadata()), encoding="ascii"
        )
        return method

    def start_echo(self):
        identity = self._system.identity
        self._echo = subprocess.Popen(
            [self._build / "opora-bench-echo", identity / "ca.pem",
             identity / "client-registry.pem", identity / "client-registry.key"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        self._echo_address = f"127.0.0.1:{int(self._echo.stdout.readline())}"

    # --- measuring -------------------------------------------------------------------------------

    def pgbench(self, method, callers):
        """Transactions a second, latency and CPU time of the method's script."""
        self._runs += 1
        seconds = self._options.seconds
        variables = {"run": self._runs, "turn": 0, **method.script.values}
        command = [PGBENCH, "-n", "-M", "prepared", "-c", str(callers), "-j", str(min(callers, 2)),
                   "-T", str(seconds), "-f", str(self._folder / f"{method.name}.sql")]
        for name, value in variables.items():
            command += ["-D", f"{name}={value}"]
        own, database = _children_cpu(), self._postgres_cpu()
        done = subprocess.run([*command, self._system.dsn("registry_app")], check=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        rate = float(re.search(r"tps = ([0-9.]+) \(without", done.stdout).group(1))
        count = int(re.search(r"actually processed: (\d+)", done.stdout).group(1))
        if re.search(r"failed transactions: [1-9]", done.stdout) or "ERROR" in done.stdout:
            raise RuntimeError(done.stdout)
        cpu = {"client": _children_cpu() - own, "postgres": self._postgres_cpu() - database}
        return {"rate": rate, "p50_us": 1e6 * callers / rate, **_per_call(cpu, count)}

    def opora(self, method, callers):
        before = _cpu(self._service.process.pid), self._postgres_cpu()
        result = self._load(self._service.address, method.path, f"{method.name}.headers", method, callers)
        share = self._options.seconds / (self._options.seconds + self._options.warmup)
        cpu = {
            "service": (_cpu(self._service.process.pid) - before[0]) * share,
            "postgres": (self._postgres_cpu() - before[1]) * share,
            "client": result["cpu_seconds"],
        }
        return {**result, **_per_call(cpu, result["calls"])}

    def echo(self, method, callers):
        before = _cpu(self._echo.pid)
        result = self._load(self._echo_address, ECHO, f"{method.name}.echo", method, callers)
        share = self._options.seconds / (self._options.seconds + self._options.warmup)
        cpu = {"service": (_cpu(self._echo.pid) - before) * share, "client": result["cpu_seconds"]}
        return {**result, **_per_call(cpu, result["calls"])}

    def _load(self, address, path, headers, method, callers):
        identity = self._system.identity
        command = [
            self._build / "opora-bench-load", f"--address={address}", f"--path={path}",
            f"--request={self._folder / method.name}.request", f"--headers={self._folder / headers}",
            f"--ids={self._folder / 'ids'}", f"--pick={_list(method.pick)}",
            f"--fresh={_list(method.fresh)}", f"--ca={identity / 'ca.pem'}",
            f"--certificate={method.caller.certificate.chain}",
            f"--key={method.caller.certificate.key}", f"--callers={callers}",
            f"--channels={min(callers, self._options.channels)}",
            f"--warmup={self._options.warmup}", f"--seconds={self._options.seconds}",
        ]
        done = subprocess.run([str(part) for part in command], check=False, stdout=subprocess.PIPE, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"the load client failed: {done.stdout}\n{self._service.tail()}")
        return json.loads(done.stdout)

    def _postgres_cpu(self):
        """Seconds of all processes of the cluster, those that have ended included."""
        pid = int((pathlib.Path(self._socket) / "data" / "postmaster.pid").read_text().split()[0])
        children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return _cpu(pid, ended=True) + sum(_cpu(int(child)) for child in children)


def _cpu(pid, ended=False):
    try:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return sum(int(one) for one in fields[11 : 15 if ended else 13]) / os.sysconf("SC_CLK_TCK")


def _children_cpu():
    times = os.times()
    return times.children_user + times.children_system


def _per_call(cpu, calls):
    return {f"{name}_cpu_us": 1e6 * seconds / max(calls, 1) for name, seconds in cpu.items()}


def _list(numbers):
    return ",".join(map(str, numbers))


def measure(bench, options):
    """{(method, callers): [{"pgbench": …, "opora": …, "echo": …} of each round]}"""
    rounds = {}
    for callers in options.callers:
        for turn in range(options.rounds):
            for method in bench.methods:
                kinds = [bench.pgbench, bench.opora, bench.echo]
                kinds = kinds[turn % 3 :] + kinds[: turn % 3]
                figures = {kind.__name__: kind(method, callers) for kind in kinds}
                rounds.setdefault((method.name, callers), []).append(figures)
                print(
                    f"  {method.name:14} {callers:3} callers, round {turn + 1}: "
                    + ", ".join(f"{kind} {value['rate']:.0f}/s" for kind, value in sorted(figures.items())),
                    file=sys.stderr, flush=True,
                )
    return rounds


def measure_page(bench, method, options):
    """Milliseconds of a page and of the statement, of each round: [(opora, pgbench)]"""
    times = []
    for turn in range(options.rounds):
        kinds = [bench.pgbench, bench.opora][:: 1 if turn % 2 else -1]
        figures = {kind.__name__: kind(method, 1) for kind in kinds}
        times.append((figures["opora"]["p50_us"] / 1000, figures["pgbench"]["p50_us"] / 1000))
    return times


def report_page(times):
    """Prints how a page compares; the target when it was missed."""
    ratios = [opora / statement for opora, statement in times]
    ratio = statistics.median(ratios)
    print(
        f"\nCheckDisclosures of {PAGE} pairs: {statistics.median(one for one, _ in times):.2f} ms, the "
        f"statement that reads their facts {statistics.median(one for _, one in times):.2f} ms: "
        f"{ratio:.2f} times ({min(ratios):.2f}-{max(ratios):.2f}), target {PAGE_TARGET}"
    )
    return [f"CheckDisclosures: {ratio:.2f} times"] if ratio > PAGE_TARGET else []


def report(rounds):
    """Prints the table; the targets that were missed."""
    missed = []
    head = f"{'':14} {'callers':>7} {'opora/s':>8} {'p50 ms':>7} {'p99 ms':>7} {'pgbench/s':>9} {'echo/s':>8}"
    print(f"{head}  {'of pgbench':>10} {'(range)':>13} {'target':>6} {'of echo':>8}")
    for (name, callers), figures in rounds.items():
        def middle(kind, what="rate", figures=figures):
            return statistics.median(one[kind][what] for one in figures)

        ratios = [one["opora"]["rate"] / one["pgbench"]["rate"] for one in figures]
        ratio = statistics.median(ratios)
        target = TARGETS[name].get(callers)
        if target and ratio < target:
            missed.append(f"{name} at {callers}: {ratio:.2f} of pgbench, target {target}")
        print(
            f"{name:14} {callers:7} {middle('opora'):8.0f} {middle('opora', 'p50_us') / 1000:7.2f} "
            f"{middle('opora', 'p99_us') / 1000:7.2f} {middle('pgbench'):9.0f} {middle('echo'):8.0f}  "
            f"{ratio:10.2f} {f'({min(ratios):.2f}-{max(ratios):.2f})':>13} {target or '':>6} "
            f"{statistics.median(one['opora']['rate'] / one['echo']['rate'] for one in figures):8.2f}"
        )
    print("\nCPU, microseconds a call: load client + service + PostgreSQL")
    for (name, callers), figures in rounds.items():
        def cpu(kind, who, figures=figures):
            return statistics.median(one[kind].get(f"{who}_cpu_us", 0) for one in figures)

        parts = [
            f"{kind} " + " + ".join(f"{cpu(kind, who):.0f}" for who in ("client", "service", "postgres"))
            for kind in ("opora", "pgbench", "echo")
        ]
        print(f"{name:14} {callers:7}   " + "    ".join(parts))
    return missed


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", nargs="?", choices=["linkage"], help="measure this alone")
    parser.add_argument("--data", type=pathlib.Path, help="folder of sets with known pairs, for linkage")
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--warmup", type=float, default=0.7)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--callers", type=lambda text: [int(one) for one in text.split(",")], default=[1, 16, 64])
    parser.add_argument("--channels", type=int, default=4, help="connections of the load client, at most")
    parser.add_argument("--clients", type=int, default=5000)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--starts", action="store_true")
    parser.add_argument("--page", action="store_true", help="measure the page of decisions alone")
    parser.add_argument("--scaling", action="store_true", help="measure short and long lists alone")
    options = parser.parse_args()
    if options.what == "linkage" and not (options.data and options.data.is_dir()):
        parser.error("linkage needs --data FOLDER")
    return options


def main():
    options = arguments()
    for name in ("OPORA_BENCH_DATABASE", "OPORA_BUILD"):
        if name not in os.environ:
            sys.exit(f"bench: {name} is not set; ./opora bench sets it")
    with tempfile.TemporaryDirectory(prefix="opora-bench-") as folder:
        with Bench(pathlib.Path(folder), options) as bench:
            bench.starts(report=not (options.page or options.scaling or options.what))
            if options.what == "linkage":
                bench.linkage(options.data)
                return 0
            if options.starts:
                return 0
            if options.scaling:
                return 1 if bench.scaling() and options.check else 0
            bench.prepare()
            if options.show:
                for method in bench.methods:
                    print(f"-- {method.name}: request {len(method.request)}, response {method.response_bytes} bytes")
                    print(method.script.text)
                return 0
            page = bench.prepare_page()
            times = measure_page(bench, page, options)
            if options.page:
                report_page(times)
                return 0
            bench.start_echo()
            rounds = measure(bench, options)
    load = os.getloadavg()[1]
    print(f"\n{os.cpu_count()} cores, load {load:.1f}; {options.rounds} rounds of {options.seconds} s, "
          f"{options.clients} clients\n")
    missed = report(rounds) + report_page(times)
    for one in missed:
        print(f"below target: {one}")
    return 1 if missed and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
