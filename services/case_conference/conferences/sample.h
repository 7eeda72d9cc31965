#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/rpc/call.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"
#include "opora/conference/v1/conference.pb.h"

// A conference for tests of pure rules: ready for its meeting, nothing missing.
namespace opora::conference::sample {

// A Thursday.
inline const absl::CivilDay kDay(2023, 10, 26);
inline const absl::Time kNow = absl::FromCivil(absl::CivilHour(kDay) + 12, dates::PragueZone());

inline v1::Participant& Add(v1::Conference& conference, const std::string& id,
                            const std::vector<v1::ConferenceRole>& roles) {
  v1::Participant& participant = *conference.add_participants();
  participant.set_participant_id(id);
  participant.set_worker_id("worker-" + id);
  for (auto role : roles) participant.add_roles(role);
  const auto stamp = rpc::ToTimestamp(kNow - absl::Hours(24));
  for (auto* time : {participant.mutable_invite_time(), participant.mutable_answer_time(),
                     participant.mutable_briefed_time(), participant.mutable_prepared_time()})
    *time = stamp;
  participant.set_topic_answer(v1::ANSWER_YES);
  participant.set_participants_answer(v1::ANSWER_YES);
  participant.set_place_answer(v1::ANSWER_YES);
  participant.set_silence_ground(v1::SILENCE_GROUND_PROFESSION);
  participant.set_attendance(v1::ATTENDANCE_PRESENT);
  return participant;
}

inline v1::Participant& Of(v1::Conference& conference, const std::string& id) {
  for (v1::Participant& participant : *conference.mutable_participants()) {
    if (participant.participant_id() == id) return participant;
  }
  return *conference.add_participants();
}

// Participants are called by their role in small letters.
inline v1::Conference Ready() {
  v1::Conference conference;
  conference.set_conference_id("conference");
  conference.set_state(v1::CONFERENCE_STATE_READY);
  conference.set_kind(v1::MEETING_KIND_CONFERENCE);
  conference.set_place("small room");
  *conference.mutable_scheduled_time() = rpc::ToTimestamp(kNow);
  *conference.mutable_answers_due_date() = dates::ToDate(kDay);
  *conference.mutable_held_on() = dates::ToDate(kDay);
  v1::Participant& client = Add(conference, "client", {v1::CONFERENCE_ROLE_CLIENT});
  client.clear_worker_id();
  client.set_person("client");
  Add(conference, "convener", {v1::CONFERENCE_ROLE_CONVENER});
  Add(conference, "organiser", {v1::CONFERENCE_ROLE_ORGANISER, v1::CONFERENCE_ROLE_ADMINISTRATOR});
  Add(conference, "facilitator", {v1::CONFERENCE_ROLE_FACILITATOR});
  Add(conference, "recorder", {v1::CONFERENCE_ROLE_RECORDER});
  Add(conference, "professional", {v1::CONFERENCE_ROLE_PROFESSIONAL});
  return conference;
}

inline v1::Conference InPhase(v1::Phase phase) {
  v1::Conference conference = Ready();
  conference.set_state(v1::CONFERENCE_STATE_IN_SESSION);
  conference.set_phase(phase);
  return conference;
}

}  // namespace opora::conference::sample
