"""What the neighbours of the conference know: facilitators, and who is one person."""

import time

from opora.common.v1 import areas_pb2
from opora.conference.v1 import conference_pb2, conference_service_pb2

from checks.base import WorldTest
from steps.asked import FACILITATOR, participant


class NeighbourTest(WorldTest):
    def proposed(self):
        request = conference_service_pb2.ProposeConferenceRequest(
            conference=conference_pb2.Conference(
                client_id=self.ids["client.kopecky.most"],
                topic="Another one",
                areas=[areas_pb2.DATA_AREA_HOUSING],
                triggers=[conference_pb2.TRIGGER_START_OF_WORK],
            )
        )
        made = self.ok("strnadova", "ConferenceService.ProposeConference", request)
        return made.conference.conference_id

    def test_CONF_35_who_dealt_with_a_complaint_is_no_facilitator(self):
        conference = self.proposed()
        request = conference_service_pb2.NameFacilitatorRequest(
            conference_id=conference,
            facilitator=participant(self.world, "bartosova", FACILITATOR),
        )
        name = "ConferenceService.NameFacilitator"
        reason = "FACILITATOR_NOT_INDEPENDENT"
        self.refused("strnadova", name, request, "PERMISSION_DENIED", reason, "CONF-35")
        # Who led an earlier conference is still independent.
        request.facilitator.CopyFrom(participant(self.world, "milan", FACILITATOR))
        self.ok("strnadova", name, request)

    def test_REG_41_a_conference_is_found_by_any_record_of_the_person(self):
        conference = self.proposed()
        request = conference_service_pb2.ListConferencesRequest(
            client_id=self.ids["client.kopecky.labour"], page_size=500
        )
        deadline = time.monotonic() + 10
        while True:  # merges reach the conference by the registry's feed
            listed = self.ok("strnadova", "ConferenceService.ListConferences", request)
            found = {one.conference_id for one in listed.conferences}
            if conference in found or time.monotonic() > deadline:
                break
            time.sleep(0.2)
        self.assertIn(conference, found)
        request.client_id = self.ids["client.friday"]
        listed = self.ok("strnadova", "ConferenceService.ListConferences", request)
        self.assertEqual(list(listed.conferences), [])
