-- The roles and the schema of one service in the current database; may be run again at any time.
--
--   psql -X -v ON_ERROR_STOP=1 -v service=registry -d opora -f roles.sql
--
-- Run it as superuser, before the service's first `migrate`. It grants nothing on tables: each
-- migration grants what it makes, so that a table nobody thought about is readable by nobody.
-- No role gets a password here: where `trust` on a private socket is not the way in, set one
-- with \password or map client certificates in pg_hba.conf.
--
--   <service>_owner    owns the schema and all in it; nobody logs in as it
--   <service>_migrate  changes the schema; all it makes belongs to the owner
--   <service>_app      serves
--   <service>_sealer   seals the audit, which is why no other role can

\set ON_ERROR_STOP on
\if :{?service}
\else
  \warn 'roles.sql needs -v service=registry|conference|housing|reporting'
  -- \quit would report success.
  SELECT 'no service' / 0;
\endif
\set owner :service _owner
\set migrate :service _migrate
\set app :service _app
\set sealer :service _sealer

SET client_min_messages = warning;
BEGIN;
-- Roles belong to the whole cluster: two runs in two databases must not meet.
LOCK TABLE pg_catalog.pg_authid IN SHARE ROW EXCLUSIVE MODE;

SELECT format('CREATE ROLE %I', name)
FROM unnest(ARRAY[:'owner', :'migrate', :'app', :'sealer']) AS name
WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = name) \gexec

ALTER ROLE :"owner" NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE :"migrate" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE :"app" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE :"sealer" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
GRANT :"owner" TO :"migrate";

-- Set on the role and not by the service, since a reconnect that a library makes on its own
-- would lose them.
ALTER ROLE :"migrate" SET role = :'owner';
ALTER ROLE :"migrate" SET search_path = :'service';
ALTER ROLE :"migrate" SET lock_timeout = '3s';
ALTER ROLE :"app" SET search_path = :'service';
ALTER ROLE :"app" SET lock_timeout = '3s';
ALTER ROLE :"app" SET statement_timeout = '30s';
ALTER ROLE :"app" SET idle_in_transaction_session_timeout = '10s';
ALTER ROLE :"sealer" SET search_path = :'service';
ALTER ROLE :"sealer" SET lock_timeout = '3s';

REVOKE ALL ON DATABASE :"DBNAME" FROM PUBLIC;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT CONNECT ON DATABASE :"DBNAME" TO :"migrate", :"app", :"sealer";

CREATE SCHEMA IF NOT EXISTS :"service";
ALTER SCHEMA :"service" OWNER TO :"owner";
REVOKE ALL ON SCHEMA :"service" FROM PUBLIC;
GRANT USAGE ON SCHEMA :"service" TO :"app", :"sealer";

-- Extensions need more rights than a migration has. They hold no data, so that services share them.
CREATE SCHEMA IF NOT EXISTS extensions;
GRANT USAGE ON SCHEMA extensions TO :"owner", :"migrate", :"app", :"sealer";
CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA extensions;  -- EXCLUDE over an id and a period
COMMIT;
