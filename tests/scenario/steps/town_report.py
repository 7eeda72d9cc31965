"""Steps 39 and 40: criteria, published figures, supported persons, the report of the town.

Adds locality.sokolov, locality.region, catalogue.pp7, category.PROJECT_*, client.dubova.most and
client.dubova.pristav.
"""

import time

from opora.common.v1 import types_pb2
from opora.registry.v1 import client_pb2, support_pb2
from opora.reporting.v1 import (
    indicator_pb2,
    programme_pb2,
    projection_pb2,
    report_pb2,
)

import cast
from expect import Unexpected, expect, expect_that
from play import step

YES, PARTLY, NO = (
    indicator_pb2.ANSWER_YES,
    indicator_pb2.ANSWER_PARTIAL,
    indicator_pb2.ANSWER_NO,
)
MET, MET_PARTLY, NOT_MET = (
    indicator_pb2.FULFILMENT_MET,
    indicator_pb2.FULFILMENT_PARTIAL,
    indicator_pb2.FULFILMENT_NOT_MET,
)
INITIAL = indicator_pb2.ASSESSMENT_KIND_INITIAL
RULES_OF_COLLECTION = ("PUBLIC", "OBSERVED", "REVISED", "AS_PRACTISED")

# How Sokolov answered at the beginning: literal answer, whether a negative question is met, parts
# that fail.
SOKOLOV = {
    "1.1": (PARTLY,),
    "1.2": (NO,),
    "1.3": (NO,),
    "1.4": (NO,),
    "1.5": (NO,),
    "1.6": (PARTLY,),
    "1.7": (PARTLY,),
    "1.8": (PARTLY,),
    "2.1": (NO, None, RULES_OF_COLLECTION),
    "2.2": (PARTLY,),
    "2.3": (NO, NOT_MET),
    "2.4": (NO, None, ("WAIVER",)),
    "2.5": (NO, NOT_MET),
    "3.1": (NO,),
    "3.2": (NO,),
    "3.3": (PARTLY, MET_PARTLY),
    "3.4": (NO,),
    "3.5": (YES,),
    "3.6": (NO,),
    "4.1": (NO,),
    "4.2": (YES,),
    "4.3": (YES,),
    "4.4": (NO, MET),
    "4.5": (YES,),
}
EVALUATED_ON = types_pb2.Date(year=2023, month=4, day=28)


def answer_to(world, code, answer, met=None, failed=()):
    given = indicator_pb2.AssessmentAnswer(code=code, answer=answer, failed_parts=failed)
    if met is not None:
        given.met = met
    about = f"39.about.{code}"
    if world.text_or(about, ""):
        given.description = world.text(about)
    return given


def assessment_of(world, answers, kind=INITIAL):
    return indicator_pb2.PutAssessmentRequest(
        assessment=indicator_pb2.Assessment(
            locality_id=world.ids["locality.sokolov"],
            catalogue_id=world.ids["catalogue.pp7"],
            kind=kind,
            evaluated_on=EVALUATED_ON,
            answers=answers,
        )
    )


def summary_of(world, kind=INITIAL):
    request = indicator_pb2.GetSummaryRequest(
        locality_id=world.ids["locality.sokolov"], catalogue_code="PP7", kind=kind
    )
    return world.ok("hejnova", "IndicatorService.GetSummary", request)


@step("39", "report")
def criteria(world):
    settled(world)
    for key, name, level, above in (
        ("region", "Karlovarský kraj", programme_pb2.LOCALITY_LEVEL_REGION, None),
        ("sokolov", "Sokolov", programme_pb2.LOCALITY_LEVEL_MUNICIPALITY, "region"),
    ):
        locality = programme_pb2.Locality(name=name, level=level)
        if above:
            locality.parent_locality_id = world.ids[f"locality.{above}"]
        request = programme_pb2.CreateLocalityRequest(locality=locality)
        stored = world.ok("hejnova", "AdvisoryProgrammeService.CreateLocality", request).locality
        world.ids[f"locality.{key}"] = stored.locality_id
    request = indicator_pb2.GetCatalogueRequest(code="PP7")
    catalogue = world.ok("hejnova", "IndicatorService.GetCatalogue", request).catalogue
    world.ids["catalogue.pp7"] = catalogue.catalogue_id
    expect("indicators by criterion", by_criterion(catalogue), [8, 5, 6, 5])
    question = next(one for one in catalogue.indicators if one.code == "4.4")
    text = question.text_cs if world.language == "cs" else question.text_en
    world.tell("39.question", question=text)
    error = world.refused(
        "hejnova",
        "IndicatorService.PutAssessment",
        assessment_of(world, [answer_to(world, "4.4", NO)]),
        "INVALID_ARGUMENT",
        "FULFILMENT_REQUIRED",
        "REP-21",
    )
    world.tell_refused(error)
    world.tell("39.all")
    answers = [answer_to(world, code, *given) for code, given in SOKOLOV.items()]
    world.ok("hejnova", "IndicatorService.PutAssessment", assessment_of(world, answers))
    tell_summary(world, summary_of(world))


def by_criterion(catalogue):
    codes = [one.code.split(".")[0] for one in catalogue.indicators]
    return [codes.count(criterion.code) for criterion in catalogue.criteria]


def tell_summary(world, summary):
    counts = summary.counts
    literal = (counts.yes, counts.partial, counts.no)
    expect("literal answers", literal, (4, 6, 14))
    fulfilled = (counts.met, counts.met_partly, counts.not_met)
    expect("fulfilment", fulfilled, (5, 6, 13))
    expect("unanswered", counts.unanswered, 0)
    rows = [row_of(f"{one.code} {one.title}", one.counts) for one in summary.criteria]
    rows.append(row_of(world.text("39.together"), counts))
    headings = [world.text(f"39.{key}") for key in ("criterion", "yes", "partial", "no", "met")]
    world.narrator.table(headings, rows)
    world.tell_allowed(
        "39.summary",
        yes=counts.yes,
        partial=counts.partial,
        no=counts.no,
        met=counts.met,
        met_partly=counts.met_partly,
        not_met=counts.not_met,
    )


def row_of(title, counts):
    return [title, *(str(n) for n in (counts.yes, counts.partial, counts.no, counts.met))]


# Figure, value without its decimal point, decimals, year.
PUBLISHED = {
    "sokolov": (
        ("INHABITANTS_15_PLUS", 18787, 0, 2022),
        ("PERSONS_IN_ENFORCEMENT", 2785, 0, 2022),
        ("ENFORCEMENTS_PER_PERSON", 66, 1, 2022),
        ("SHARE_IN_ENFORCEMENT", 147, 1, 2024),
    ),
    "region": (("SHARE_IN_ENFORCEMENT", 1296, 2, 2022),),
}


def observation(world, locality, figure, value, decimals=0, year=2022, source="NATIONAL_MAP"):
    return programme_pb2.RecordObservationRequest(
        observation=programme_pb2.Observation(
            locality_id=world.ids[f"locality.{locality}"],
            figure=programme_pb2.ObservedFigure.Value(f"OBSERVED_FIGURE_{figure}"),
            value=value,
            decimals=decimals,
            as_of=types_pb2.PartialDate(year=year),
            source=programme_pb2.ObservationSource.Value(f"OBSERVATION_SOURCE_{source}"),
            source_name=world.text("40.map"),
        )
    )


RECORD = "AdvisoryProgrammeService.RecordObservation"


@step("40", "report")
def locality(world):
    world.tell("40.locality")
    for place, figures in PUBLISHED.items():
        for figure in figures:
            world.ok("hejnova", RECORD, observation(world, place, *figure))
    request = programme_pb2.GetLocalityRequest(locality_id=world.ids["locality.sokolov"])
    found = world.ok("hejnova", "AdvisoryProgrammeService.GetLocality", request)
    share = found.share_in_enforcement
    expect(
        "the share, computed",
        (share.part, share.whole, share.percent_hundredths),
        (2785, 18787, 1482),
    )
    compared = [(one.percent_hundredths, one.other_year) for one in found.comparisons]
    expect("the region in the same year", compared, [(1296, False)])
    later = found.observations[0]
    expect("the later value beside it", (later.value, later.as_of.year), (147, 2024))
    percent = world.decimal(share.percent_hundredths, 2)
    world.tell_allowed(
        "40.share", part=world.number(share.part), whole=world.number(share.whole), percent=percent
    )
    world.narrator.chart(
        [
            bar(world, world.text("40.town", year=2022), share.percent_hundredths, 2),
            bar(world, world.text("40.region", year=2022), compared[0][0], 2),
            bar(world, world.text("40.town", year=2024), later.value, 1, other_year=True),
        ]
    )
    world.tell("40.claims")
    request = observation(
        world, "sokolov", "PERSONS_IN_ENFORCEMENT", 312, source="MUNICIPAL_CLAIMS"
    )
    error = world.refused(
        "hejnova", RECORD, request, "INVALID_ARGUMENT", "MUNICIPAL_DATA_NOT_TOTAL", "REP-48"
    )
    world.tell_refused(error)


def bar(world, label, value, decimals, other_year=False):
    key = "40.other_year" if other_year else "40.percent"
    return (label, value / 10**decimals, world.text(key, percent=world.decimal(value, decimals)))


# --- supported persons ---------------------------------------------------------------------------

TARGET = 720
HOUR, DAY = support_pb2.SUPPORT_UNIT_HOUR, support_pb2.SUPPORT_UNIT_DAY
CATEGORIES = {"PROJECT_COUNSELLING": HOUR, "PROJECT_WORKSHOP": DAY}


@step("40", "report")
def supported_persons(world):
    world.tell("40.project")
    put_rule(world)
    settled(world)
    request = supported_request()
    error = world.refused(
        "vrbova", SUPPORTED, request, "FAILED_PRECONDITION", "THRESHOLD_UNSET", "REG-84"
    )
    world.tell_refused(error)
    world.tell("40.given")
    give_support(world)
    world.tell("40.threshold")
    put_rule(world, threshold_milli=3000)
    settled(world)
    report = world.ok("vrbova", SUPPORTED, request)
    expect("before the merge", report.supported.value, 8)
    world.tell_allowed("40.twice", supported=8, target=TARGET)
    world.tell("40.merge")
    merge_dubova(world)
    settled(world)
    report = world.ok("vrbova", SUPPORTED, request)
    tell_supported(world, report)


SUPPORTED = "ReportService.GetSupportedPersons"


def put_rule(world, **threshold):
    rule = report_pb2.CountingRule(
        project_code="TOWN_720",
        kind=report_pb2.TARGET_KIND_SUPPORTED_PERSONS,
        target_persons=TARGET,
        territory=cast.TERRITORY,
        threshold_unit=HOUR,
        category_codes=list(CATEGORIES),
        **threshold,
    )
    request = report_pb2.PutCountingRuleRequest(counting_rule=rule)
    world.ok("vrbova", "ReportService.PutCountingRule", request)


def supported_request(**further):
    return report_pb2.GetSupportedPersonsRequest(
        project_code="TOWN_720", kind=report_pb2.TARGET_KIND_SUPPORTED_PERSONS, **further
    )


def give_support(world):
    for code, unit in CATEGORIES.items():
        category = support_pb2.SupportCategory(
            code=code, name=world.text(f"category.{code}"), unit=unit
        )
        request = support_pb2.CreateSupportCategoryRequest(category=category)
        stored = world.ok("admin", "SupportService.CreateSupportCategory", request).category
        world.ids[f"category.{code}"] = stored.category_id
    for person in cast.COUNSELLED:
        record_support(world, "strnadova", register(world, "strnadova", person), 4)
    for who, agency in (("strnadova", "most"), ("beranek", "pristav")):
        world.ids[f"client.dubova.{agency}"] = register(world, who, cast.DUBOVA)
        record_support(world, who, world.ids[f"client.dubova.{agency}"], 3)
    record_support(world, "strnadova", world.ids["client.dubova.most"], 2, is_group=True)
    record_support(world, "beranek", register(world, "beranek", None), 5)
    for person in cast.ASKING:
        register(world, "beranek", person)
    record_support(world, "beranek", world.ids["client.dubova.pristav"], 1, "PROJECT_WORKSHOP")


def register(world, who, person):
    """A client of the person's agency; one under a code name when it is nobody's name."""
    if person is None:
        client = client_pb2.Client(kind=client_pb2.CLIENT_KIND_CODE_NAME, code_name="Vrabec")
    else:
        year, month, day = person.born
        client = client_pb2.Client(
            kind=client_pb2.CLIENT_KIND_IDENTIFIED,
            given_name=person.given,
            family_name=person.family,
            birth_date=types_pb2.PartialDate(year=year, month=month, day=day),
        )
    request = client_pb2.RegisterClientRequest(client=client)
    return world.ok(who, "ClientService.RegisterClient", request).client.client_id


def record_support(world, who, client, quantity, code="PROJECT_COUNSELLING", is_group=False):
    request = support_pb2.RecordSupportRequest(
        support_record=support_pb2.SupportRecord(
            client_id=client,
            category_id=world.ids[f"category.{code}"],
            quantity_milli=quantity * 1000,
            unit=CATEGORIES[code],
            occurred_at=world.now(minutes=-30),
            is_group=is_group,
        )
    )
    return world.ok(who, "SupportService.RecordSupport", request).support_record


def merge_dubova(world):
    pair = {world.ids["client.dubova.most"], world.ids["client.dubova.pristav"]}
    matches = world.ok(
        "koudelka", "ClientService.ListMatches", client_pb2.ListMatchesRequest()
    ).matches
    found = [one for one in matches if {one.client_id, one.other_client_id} == pair]
    expect("the match of the two records", len(found), 1)
    request = client_pb2.MergeClientsRequest(match_id=found[0].match_id)
    world.ok("koudelka", "ClientService.MergeClients", request)


def tell_supported(world, report):
    expect("after the merge", report.supported.value, 7)
    expect("below the threshold", report.bagatelle.value, 0)
    expect_that("one provider served few", any_suppressed(report.providers), report)
    reasons = {one.reason: one.records for one in report.uncounted}
    expect(
        "what counts nobody",
        reasons,
        {
            report_pb2.NOT_COUNTED_GROUP: 1,
            report_pb2.NOT_COUNTED_CODE_NAME: 1,
            report_pb2.NOT_COUNTED_NO_CONVERSION: 1,
        },
    )
    world.tell_allowed("40.once", supported=report.supported.value, target=TARGET)
    world.narrator.chart(
        [
            (world.text("40.done"), report.supported.value, str(report.supported.value)),
            (world.text("40.target"), TARGET, str(TARGET)),
        ]
    )
    world.narrator.list(extents(world, report) + uncounted(world, report))


def any_suppressed(providers):
    return any(one.served.suppressed for one in providers)


def extents(world, report):
    return [
        world.text(
            "40.extent",
            category=world.text_or(f"category.{one.category_code}", one.category_code),
            quantity=quantity(world, one),
            unit=world.label(support_pb2.SupportUnit, one.unit),
            persons=persons(world, one.persons),
        )
        for one in report.extents
    ]


def quantity(world, extent):
    """Thousandths as people read them; nothing when too few persons stand behind it."""
    if not extent.HasField("quantity_milli"):
        return world.text("few")
    whole, rest = divmod(extent.quantity_milli, 1000)
    return world.decimal(extent.quantity_milli, 3) if rest else world.number(whole)


def uncounted(world, report):
    return [
        world.text(
            "40.uncounted",
            records=one.records,
            reason=world.label(report_pb2.NotCounted, one.reason),
        )
        for one in report.uncounted
    ]


def persons(world, count):
    """A number of persons, or that there are too few to say."""
    return world.text("few") if count.suppressed else str(count.value)


# --- the report of the town ----------------------------------------------------------------------

REPORT = "ReportService.GetTownReport"


@step("40", "report")
def town_report(world):
    settled(world)
    world.tell("40.other")
    request = report_pb2.GetTownReportRequest(territory="Sokolov")
    error = world.refused(
        "vrbova", REPORT, request, "PERMISSION_DENIED", "OTHER_TERRITORY", "REP-59"
    )
    world.tell_refused(error)
    report = world.ok("vrbova", REPORT, report_pb2.GetTownReportRequest())
    expect("whose report it is", report.territory, cast.TERRITORY)
    small = [one for one in report.lines if 0 < one.persons.value < 5]
    expect("small numbers that are shown", small, [])
    expect_that("some are hidden", any(one.persons.suppressed for one in report.lines), report)
    world.tell("40.report", events=len(report.lines))
    tell_lines(world, report)
    tell_capacities(world, report)
    tell_provenance(world, report)


def tell_lines(world, report):
    rows = [
        [world.label(report_pb2.TownFigure, one.figure), persons(world, one.persons)]
        for one in report.lines
        if one.persons.suppressed or one.persons.value
    ]
    world.narrator.table([world.text("40.figure"), world.text("40.persons")], rows)
    shown = [one for one in report.lines if one.persons.value]
    world.narrator.chart(
        [
            (
                world.label(report_pb2.TownFigure, one.figure),
                one.persons.value,
                str(one.persons.value),
            )
            for one in shown
        ]
    )


def tell_capacities(world, report):
    world.tell("40.capacity")
    rows = []
    for one in report.capacities:
        figures = [str(published.clients) for published in one.published]
        rows.append(
            [
                world.unit_name(one.agency_id),
                str(one.caseload) if one.HasField("caseload") else world.text("unknown"),
                ", ".join(figures) or world.text("unknown"),
            ]
        )
    headings = [world.text(f"40.{key}") for key in ("provider", "caseload", "published")]
    world.narrator.table(headings, rows)
    expect_that("Přístav's staff takes on 96", "96" in [row[1] for row in rows], report)
    world.tell_allowed(
        "40.duplicity",
        pairs=len(report.duplicities),
        persons=", ".join(persons(world, one.persons) for one in report.duplicities),
    )


def tell_provenance(world, report):
    request = report_pb2.ListContributionsRequest(
        project_code="TOWN_720", kind=report_pb2.TARGET_KIND_SUPPORTED_PERSONS, page_size=100
    )
    listed = world.ok(
        "hejnova", "ReportService.ListContributions", request, role="AUDITOR"
    ).contributions
    expect("records behind the figure", len(listed), 11)
    registry = next(one for one in report.provenance if one.feed == "client-registry")
    world.tell_allowed(
        "40.as_of", time=world.clock(registry.complete_time), records=len(listed)
    )


def settled(world, feed="client-registry", seconds=15):
    """Waits until everything that was told up to now has reached the reports."""
    begun = world.now().ToDatetime()
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up:
        status = world.method("admin", "ProjectionService.GetFeedStatus")(
            projection_pb2.GetFeedStatusRequest()
        )
        for one in status.feeds:
            complete = one.HasField("complete_time") and one.complete_time.ToDatetime() > begun
            if one.feed == feed and complete:
                return
        time.sleep(0.05)
    raise Unexpected("the reports have read the feed", feed, status)
