"""Steps 8 and 9: his consent, and what it does not open.

Adds consent.kopecky.
"""

from opora.common.v1 import areas_pb2, audit_pb2, context_pb2
from opora.registry.v1 import consent_pb2

from expect import expect, expect_that
from play import step
from steps.word import expect_denied

DEBTS = areas_pb2.DATA_AREA_DEBTS
HOUSING = areas_pb2.DATA_AREA_HOUSING
HEALTH = areas_pb2.DATA_AREA_HEALTH
PARTIES = ("town.social", "most", "town.housing", "energy")


@step("8", "consent")
def consent(world):
    world.tell("8.draft")
    draft = consent_pb2.CreateConsentRequest(
        client_id=world.ids["client.kopecky.most"],
        version=consent_pb2.ConsentVersion(
            parties=[consent_pb2.ConsentParty(**world.unit(unit)) for unit in PARTIES],
            areas=[HOUSING, DEBTS],
            excluded_topics=[HEALTH],
            excluded_topics_asked=True,
            excluded_note=world.text("8.note"),
            form=consent_pb2.CONSENT_FORM_WRITTEN,
        ),
    )
    made = world.ok("strnadova", "ConsentService.CreateConsent", draft).consent
    expect(
        "a draft opens nothing",
        (made.state, made.current_version),
        (consent_pb2.CONSENT_STATE_DRAFT, 0),
    )
    expect(
        "its purpose, when none is given",
        list(made.versions[0].purposes),
        [context_pb2.PURPOSE_AGREED_SUPPORT],
    )
    world.ids["consent.kopecky"] = made.consent_id
    world.tell_allowed("8.drafted")
    sign_too_early(world)
    sign(world)


def sign_too_early(world):
    world.tell("8.sign_early")
    request = consent_pb2.SignConsentRequest(
        consent_id=world.ids["consent.kopecky"], signed_time=world.now(), document="MOST-2023-0042"
    )
    error = world.refused(
        "strnadova",
        "ConsentService.SignConsent",
        request,
        "FAILED_PRECONDITION",
        "NOT_TOLD_OF_REVOCATION",
        "XC-06",
    )
    expect_that("the refusal names a remedy", error.remedy, error)
    world.tell_refused(error)


def sign(world):
    world.tell("8.sign")
    request = consent_pb2.SignConsentRequest(
        consent_id=world.ids["consent.kopecky"],
        signed_time=world.now(minutes=-1),
        document="MOST-2023-0042",
        explainer_worker_id=world.ids["worker.strnadova"],
        told_of_revocation_time=world.now(minutes=-10),
    )
    response = world.ok("strnadova", "ConsentService.SignConsent", request)
    signed = response.consent
    expect(
        "the consent", (signed.state, signed.current_version), (consent_pb2.CONSENT_STATE_SIGNED, 1)
    )
    expect_that(
        "explained by the key worker, so nothing to warn of", not response.warnings, response
    )
    version = signed.versions[0]
    for name in ("signed_time", "effective_time", "told_time", "valid_to"):
        expect_that(f"the version has its {name}", version.HasField(name), version)
    world.tell_allowed("8.signed", day=world.day(version.valid_to))
    decision = world.decision("strnadova", "kopecky.most", "town.housing", DEBTS)
    one = decision.areas[0]
    expect(
        "step 6 again",
        (one.allowed, one.basis, one.consent_id, one.consent_version),
        (True, audit_pb2.BASIS_CONSENT, world.ids["consent.kopecky"], 1),
    )
    world.tell_allowed("8.opens", basis=world.label(audit_pb2.Basis, one.basis))


@step("9", "consent")
def excluded_topic(world):
    world.tell("9.topic")
    decision = world.decision("strnadova", "kopecky.most", "town.housing", DEBTS, topics=[HEALTH])
    expect_denied(decision, "EXCLUDED_TOPIC", "XC-02")
    world.tell_denied(decision)
