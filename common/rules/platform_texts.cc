#include "common/rules/platform_texts.h"

#include <map>

namespace opora::rules {

std::string_view CzechTextOf(std::string_view reason) {
  static const auto* texts = new std::map<std::string_view, std::string_view>{
      {"NOT_FOUND", "nenalezeno"},
      {"ALREADY_EXISTS", "záznam již existuje"},
      {"REFERENCED_RECORD_MISSING", "záznam, na který se požadavek odkazuje, neexistuje"},
      {"OVERLAP", "období se překrývá s jiným"},
      {"ETAG_MISMATCH", "záznam byl od přečtení změněn"},
      {"TRANSACTION_CONFLICT", "překážela souběžná změna"},
      {"LOCK_TIMEOUT", "záznam právě mění někdo jiný"},
      {"STATEMENT_TIMEOUT", "volání trvalo déle, než smí"},
      {"DEADLINE_EXCEEDED", "lhůta volání uplynula při čekání"},
      {"OVERLOADED", "čeká příliš mnoho volání"},
      {"AUDIT_OVERLOADED", "na záznam o přístupu čeká příliš mnoho volání"},
      {"AUDIT_UNAVAILABLE", "záznam o přístupu nelze zapsat"},
      {"JOURNAL_UNAVAILABLE", "deník odvolání nelze zapsat"},
      {"DATABASE_UNAVAILABLE", "databáze není dostupná"},
      {"SERVICE_READ_ONLY", "databáze je jen pro čtení"},
      {"COMMIT_IN_DOUBT", "není známo, zda se změna provedla; zopakujte ji se stejným request_id"},
      {"DECISION_TOO_OLD", "odpověď trvala příliš dlouho; zeptejte se znovu"},
      {"DRAINING", "služba se zastavuje"},
      {"NEIGHBOUR_UNAVAILABLE", "jiná služba platformy neodpovídá"},
      {"CALLER_KIND_REFUSED", "tento druh volajícího metodu volat nesmí"},
      {"ROLE_REFUSED", "v této roli metodu volat nelze"},
      {"ROLE_NOT_HELD", "tuto roli volající nemá"},
      {"WORKER_UNKNOWN", "volající není pracovníkem žádné organizace"},
      {"WORKER_SUSPENDED", "přístup pracovníka je pozastaven"},
      {"AGENCY_SUSPENDED", "přístup organizace je pozastaven"},
      {"CERTIFICATE_FOREIGN", "certifikát nepatří organizaci volajícího"},
      {"FOREIGN_AGENCY", "to smí jen organizace sama"},
      {"PURPOSE_REQUIRED", "je třeba uvést účel"},
      {"REQUEST_ID_REUSED", "request_id byl použit pro jiný požadavek"},
      {"REQUEST_MALFORMED", "požadavek nelze přečíst"},
      {"TOKEN_MISSING", "chybí přihlášení"},
      {"TOKEN_EXPIRED", "přihlášení vypršelo"},
      {"INTERNAL", "vnitřní chyba"},
      {"DATABASE_ERROR", "vnitřní chyba"},
      {"INVARIANT_VIOLATED", "vnitřní chyba"},
  };
  const auto found = texts->find(reason);
  return found == texts->end() ? std::string_view() : found->second;
}

}  // namespace opora::rules
