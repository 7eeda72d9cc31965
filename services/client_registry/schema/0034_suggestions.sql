-- What an agency's workers type ahead is read in the order in which it is shown, however many clients there are.
CREATE INDEX clients_of_agency ON clients
  (agency_id, x_family_folded text_pattern_ops, x_given_folded text_pattern_ops, client_id);
DROP INDEX clients_of_unit;
