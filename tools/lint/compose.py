#!/usr/bin/python3
"""deploy/compose.yaml says of every service what tools/system.sh says: schema, port, neighbours.

Its anchors are resolved as compose resolves them, and every reference (volume, network, dependency)
must lead somewhere.
"""

import pathlib
import re
import sys

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
PORT_BASE = 7100
REQUIRED = {"read_only": True, "cap_drop": ["ALL"], "security_opt": ["no-new-privileges:true"]}


def known_services():
    """{name: (schema, port)} of tools/system.sh."""
    text = (ROOT / "tools" / "system.sh").read_text(encoding="utf-8")
    table = re.search(r"SYSTEM_SERVICES=\((.*?)\)", text, re.DOTALL).group(1)
    rows = (row.split() for row in re.findall(r'"([^"]*)"', table))
    return {name: (schema, PORT_BASE + int(offset)) for name, schema, offset in rows}


def known_neighbours(services):
    """{name: {variable: address}} of tools/system.sh, as containers see it."""
    text = (ROOT / "tools" / "system.sh").read_text(encoding="utf-8")
    table = re.search(r"neighbours=\((.*?)\)", text, re.DOTALL).group(1)
    names = {schema: (name, port) for name, (schema, port) in services.items()}
    found = {name: {} for name in services}
    for name, called in re.findall(r'\[([a-z-]+)\]="([^"]*)"', table):
        for one in called.split():
            schema = one.split(":")[0]
            host, port = names[schema]
            found[name][f"OPORA_{schema.upper()}_ADDRESS"] = f"dns:///{host}:{port}"
    return found


class Check:
    def __init__(self, compose):
        self._compose = compose
        self.services = compose["services"]
        self.wrong = []

    def equal(self, what, found, wanted):
        if found != wanted:
            self.wrong.append(f"{what} is {found!r}, not {wanted!r}")

    def references(self):
        for name, service in self.services.items():
            for volume in service.get("volumes", []):
                source = volume.split(":")[0]
                if not source.startswith((".", "/", "$")) and source not in self._compose["volumes"]:
                    self.wrong.append(f"{name}: volume {source} is not declared")
            for network in service.get("networks", []):
                if network not in self._compose["networks"]:
                    self.wrong.append(f"{name}: network {network} is not declared")
            for other in service.get("depends_on", {}):
                if other not in self.services:
                    self.wrong.append(f"{name}: depends on {other}, which is not there")
            for key, value in REQUIRED.items():
                self.equal(f"{name}: {key}", service.get(key), value)

    def roles(self, schemas):
        roles = self.services["roles"]
        mounted = {volume.split(":")[0] for volume in roles["volumes"]}
        for schema in schemas:
            for kind in ("serve", "migrate"):
                if f"{schema}-{kind}" not in mounted:
                    self.wrong.append(f"roles: {schema}-{kind} is not mounted")
        loop = re.search(r"for schema in (.*?); do", roles["command"][0])
        self.equal("roles: schemas", sorted(loop.group(1).split()) if loop else None, sorted(schemas))

    def service(self, name, schema, port, neighbours):
        service, job = self.services.get(name), self.services.get(f"{name}-migrate")
        if service is None or job is None:
            self.wrong.append(f"{name}: service or job {name}-migrate is missing")
            return
        for one in (service, job):
            self.equal(f"{name}: image", one["image"].split(":")[0], f"opora/{name}")
            self.equal(f"{name}: build", one["build"]["args"], {"SERVICE": name, "PORT": str(port)})
        self.equal(f"{name}: command of the job", job["command"], ["migrate"])
        self.equal(f"{name}: volumes of the job", job["volumes"], [f"{schema}-migrate:/run/opora:ro"])
        self.equal(f"{name}: ports", service["ports"], [f"127.0.0.1:{port}:{port}"])
        files = f"${{OPORA_DIRECTORY:?see docker/README.md}}/{name}:/etc/opora:ro"
        volumes = [f"{schema}-serve:/run/opora:ro", f"{schema}-journal:/var/lib/opora", files]
        self.equal(f"{name}: volumes", service["volumes"], volumes)
        addresses = {key: value for key, value in service["environment"].items() if key.endswith("_ADDRESS")}
        self.equal(f"{name}: neighbours", addresses, neighbours)
        hosts = {address.split("/")[-1].split(":")[0] for address in neighbours.values()}
        self.equal(f"{name}: depends on", set(service["depends_on"]), {f"{name}-migrate", *hosts})


def main():
    check = Check(yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8")))
    services = known_services()
    neighbours = known_neighbours(services)
    check.references()
    check.roles([schema for schema, _ in services.values()])
    for name, (schema, port) in services.items():
        check.service(name, schema, port, neighbours[name])
    for line in check.wrong:
        print(f"deploy/compose.yaml: {line}", file=sys.stderr)
    if not check.wrong:
        print(f"{len(services)} services, {len(check.services)} containers agree with tools/system.sh")
    return 1 if check.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
