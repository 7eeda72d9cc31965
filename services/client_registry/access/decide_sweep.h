#pragma once

#include <gtest/gtest.h>

#include <iostream>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/client_registry/access/decide_cells.h"

// The engine and the oracle, asked in every cell.
namespace opora::registry::access::trial {

// Asks the engine under `law` and the oracle under the law as shipped in every cell of a space.
class Sweep {
 public:
  Sweep(const Space& space, const std::vector<LawRow>& law, const Policy& policy = ShippedPolicy(),
        const std::vector<LawRow>& shipped = Law())
      : space_(space), law_(law), policy_(policy), oracle_(shipped) {
    for (std::size_t topics = 0; topics < space.topics.size(); ++topics) {
      for (const std::string& reference : space.references) {
        for (Stance stance : space.stances) {
          for (const auto& pair : space.classes) AddForms(topics, reference, stance, pair);
        }
      }
    }
  }

  // Stops at the first difference when told so.
  Sweep& Run(bool stop) {
    stop_ = stop;
    for (const rpc::Unit& recipient : space_.recipients) {
      for (absl::CivilDay day : space_.days) {
        for (Form& form : forms_) {
          form.question.recipient.unit = recipient;
          form.question.day = day;
        }
        for (const ClientCase& client : space_.clients) Clients(client);
      }
    }
    return *this;
  }

  int64_t cells() const { return cells_; }
  int64_t differences() const { return differences_; }
  const std::string& first() const { return first_; }
  // How many cells each line of the oracle's order decided.
  const std::map<const oracle::Line*, int64_t>& decided() const { return decided_; }

 private:
  struct Form {
    Question question;
    std::size_t topics;
    oracle::Bits told = 0;        // Rows that concern these two.
    oracle::Bits conditions = 0;  // Those that the rest of the cell does not change.
  };

  void AddForms(std::size_t topics, const std::string& reference, Stance stance,
                const ClassPair& classes) {
    for (Basis one_off : space_.one_offs) {
      for (Flags flags : space_.flags) AddForm(topics, reference, stance, classes, one_off, flags);
    }
  }

  void AddForm(std::size_t topics, const std::string& reference, Stance stance,
               const ClassPair& classes, Basis one_off, Flags flags) {
    Form form{.question = Ask(kSocial, kNgo), .topics = topics};
    form.question.topics = space_.topics[topics];
    form.question.reference = reference;
    form.question.recipient.stance = stance;
    form.question.discloser.classes = classes.first;
    form.question.recipient.classes = classes.second;
    form.question.one_off = one_off;
    form.question.passed_on = flags.passed_on;
    form.question.reading = flags.reading;
    form.told = oracle_.ToldBy(classes.first) & oracle_.ToldTo(classes.second);
    form.conditions = oracle::OfClasses(classes.first, classes.second);
    forms_.push_back(std::move(form));
  }

  void Clients(const ClientCase& client) {
    const Question& question = forms_.front().question;
    Facts facts;
    facts.exists = client.exists;
    facts.code_name_only = client.code_name;
    facts.address_protected = client.address_protected;
    facts.address_hidden = client.address_hidden;
    facts.units = {kLabourOffice};
    if (question.recipient.unit != kSocial) facts.units.insert(kSocial);
    if (client.recipient_works_with_client) facts.units.insert(question.recipient.unit);
    for (Purpose purpose : space_.purposes) {
      for (DataArea area : space_.areas) {
        for (Form& form : forms_) {
          form.question.purpose = purpose;
          form.question.area = area;
        }
        for (const GlassCase& glass : space_.glasses) {
          Break(glass, facts);
          for (const ConsentCase& consent : space_.consents) ConsentsOf(consent, facts);
        }
      }
    }
  }

  void Break(const GlassCase& glass, Facts& facts) {
    facts.broken.clear();
    if (glass.change == nullptr) return;
    const Question& question = forms_.front().question;
    BrokenGlass& broken = facts.broken.emplace_back();
    broken.unit = question.recipient.unit;
    broken.worker_id = question.recipient.worker_id;
    broken.purpose = question.purpose;
    broken.areas = {question.area};
    broken.open = question.instant;
    broken.end = question.instant + absl::Minutes(60);
    glass.change(question, broken);
  }

  void ConsentsOf(const ConsentCase& consent, Facts& facts) {
    Question question = forms_.front().question;
    facts.consents = {ConsentFor(question)};
    // A consent names real purposes and areas only.
    if (question.purpose == PURPOSE_UNSPECIFIED) {
      facts.consents[0].purposes = {PURPOSE_AGREED_SUPPORT};
    }
    if (question.area == DATA_AREA_UNSPECIFIED) facts.consents[0].areas = {DATA_AREA_IDENTITY};
    consent.change(question, facts.consents);
    std::vector<std::pair<oracle::Bits, const Consent*>> by_topics(space_.topics.size());
    for (std::size_t i = 0; i < by_topics.size(); ++i) {
      question.topics = space_.topics[i];
      by_topics[i].first = oracle::OfConsents(question, facts, by_topics[i].second) |
                           oracle::OfClient(question, facts);
    }
    const oracle::Bits rows = oracle_.OfArea(question.area) & oracle_.InForce(question.day);
    for (const Form& form : forms_) {
      if (stop_ && differences_ > 0) return;
      const auto& [conditions, covers] = by_topics[form.topics];
      Cell(form, conditions, rows, covers, facts, consent.name);
    }
  }

  void Cell(const Form& form, oracle::Bits conditions, oracle::Bits rows, const Consent* covers,
            const Facts& facts, const char* consent) {
    const Question& question = form.question;
    int row = -1;
    conditions |=
        form.conditions | oracle::OfWords(question) |
        oracle_.Conditions(form.told & rows, question.purpose, !question.reference.empty(), row);
    if (!facts.broken.empty()) conditions |= oracle::OfGlass(question, facts);
    const Answer answer = Decide(question, facts, law_, policy_);
    ++cells_;
    const oracle::Line& line = oracle::Judge(conditions);
    if (!stop_) ++decided_[&line];
    if (oracle::Agrees(answer, conditions, oracle_, row, covers)) return;
    if (++differences_ > 1) return;
    first_ =
        absl::StrCat(DataArea_Name(question.area), " to ", question.recipient.unit.agency_id, "/",
                     question.recipient.unit.department_id, " for ", Purpose_Name(question.purpose),
                     ", consent ", consent, ", reference '", question.reference, "', stance ",
                     question.recipient.stance, ": engine ", Denial(answer), ", oracle ",
                     std::string(line.rule), " ", std::string(line.reason));
  }

  const Space& space_;
  const std::vector<LawRow>& law_;
  const Policy& policy_;
  const oracle::Law oracle_;
  std::vector<Form> forms_;
  bool stop_ = false;
  int64_t cells_ = 0;
  int64_t differences_ = 0;
  std::string first_;
  std::map<const oracle::Line*, int64_t> decided_;
};

inline Sweep ExpectAgreement(const Space& space) {
  Sweep sweep(space, Law());
  sweep.Run(false);
  EXPECT_EQ(sweep.differences(), 0) << sweep.first();
  std::cout << "[  CELLS   ] " << sweep.cells() << std::endl;
  ::testing::Test::RecordProperty("cells", std::to_string(sweep.cells()));
  return sweep;
}

}  // namespace opora::registry::access::trial
