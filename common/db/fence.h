#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "absl/time/time.h"
#include "common/db/session.h"

namespace opora::db {

// Tells up to which number a table is complete whose rows are numbered by a sequence: no
// transaction will add a row at or below it any more (architecture 9). Rests on every such
// transaction having its id before it draws its number, which is why `xid` stands before `seq` in
// these tables.
//
// Its statements must each see the database anew: give it a Tx over pqxx::nontransaction.
class Fence {
 public:
  struct Head {
    int64_t seq = 0;   // Last number drawn, 0 for none.
    absl::Time as_of;  // Whatever had committed by then has no higher number.
  };

  explicit Fence(const std::string& sequence);
  virtual ~Fence() = default;
  Fence(const Fence&) = delete;
  Fence& operator=(const Fence&) = delete;

  // Step 1.
  virtual Head ReadHead(Tx& tx);

  // Steps 2 and 3, after step 1: returns when every transaction has ended that had drawn a number,
  // so that a later statement sees all rows up to the head. False when `give_up` said so meanwhile.
  virtual bool Await(Tx& tx, const std::function<bool()>& give_up);

 private:
  const std::string read_head_;
};

}  // namespace opora::db
