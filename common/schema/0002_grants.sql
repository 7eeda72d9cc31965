-- Least privilege. :service is replaced by the name of the schema.
GRANT USAGE ON SCHEMA :service TO :service_app, :service_sealer;
GRANT SELECT, INSERT ON audit_entries TO :service_app;
GRANT SELECT ON audit_seals TO :service_app;
GRANT SELECT ON audit_entries, audit_seals TO :service_sealer;
GRANT INSERT ON audit_seals TO :service_sealer;
GRANT SELECT, INSERT ON outbox, feed_epochs TO :service_app;
GRANT SELECT, INSERT, DELETE ON idempotency TO :service_app;
GRANT SELECT, INSERT, UPDATE ON consumer_positions TO :service_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA :service TO :service_app;
GRANT SELECT ON ALL SEQUENCES IN SCHEMA :service TO :service_sealer;
GRANT EXECUTE ON FUNCTION make_partitions(), database_identity() TO :service_app;
