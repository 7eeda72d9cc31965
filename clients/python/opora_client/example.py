#!/usr/bin/python3
"""An integrator's first calls: say who you are, read, meet a refusal.

  example.py --state DIR      after ./opora up, DIR is the folder that holds its system.json

Certificate and token come from the development issuer here; yours come from your agency.
"""

import argparse
import json
import pathlib
import sys
import uuid

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT / "clients" / "python"), str(ROOT / "tools")]

# pylint: disable=wrong-import-position
import devidentity  # noqa: E402
from opora_client import Caller, Certificate, Endpoint, OporaError  # noqa: E402
from opora.common.v1 import metadata_pb2, metadata_pb2_grpc  # noqa: E402
from opora.registry.v1 import agency_pb2, agency_service_pb2_grpc  # noqa: E402


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--state", required=True, metavar="DIR")
    system = json.loads((pathlib.Path(parser.parse_args().state) / "system.json").read_text())
    identity = pathlib.Path(system["identity"])
    devidentity.service(identity, "example")

    administrator = Caller(
        name="The first administrator",
        token=lambda: devidentity.token(identity, "admin"),
        role="PLATFORM_ADMIN",
        purpose="ADMINISTRATION",
        language="cs",
        certificate=Certificate(identity / "example.pem", identity / "example.key"),
    )
    address = system["services"]["client-registry"]["address"]
    with Endpoint(address, authority=identity / "ca.pem") as registry:
        metadata = registry.interface(metadata_pb2_grpc.MetadataServiceStub, administrator)
        info = metadata.GetServerInfo(metadata_pb2.GetServerInfoRequest())
        print(f"{info.service} {info.version}" + (", a sandbox" if info.sandbox else ""))

        agencies = registry.interface(agency_service_pb2_grpc.AgencyServiceStub, administrator)
        for agency in agencies.ListAgencies(agency_pb2.ListAgenciesRequest()).agencies:
            print(f"  {agency.name}")

        worker = agency_pb2.Worker(agency_id=str(uuid.uuid4()), given_name="", family_name="Nikdo")
        try:
            agencies.CreateWorker(agency_pb2.CreateWorkerRequest(worker=worker))
        except OporaError as refused:
            print(f"{refused.code.name} {refused.reason} {refused.rule}")
            for wrong in refused.field_violations:
                print(f"  {wrong.field}: {wrong.description}")


if __name__ == "__main__":
    main()
