-- Makes the database and its two roles (docs/operations.md, "Two roles"), once, as PostgreSQL's superuser:
--
--     OWNER_PASSWORD=... APP_PASSWORD=... psql --file=.ci/roles.sql postgres
--
-- handleplan owns everything and migrates; handleplan_app is the site's. What that one may do, "manage.py migrate" grants.
\set ON_ERROR_STOP on
\getenv owner_password OWNER_PASSWORD
\getenv app_password APP_PASSWORD
CREATE ROLE handleplan LOGIN PASSWORD :'owner_password';
CREATE ROLE handleplan_app LOGIN PASSWORD :'app_password';
CREATE DATABASE handleplan OWNER handleplan;
REVOKE ALL ON DATABASE handleplan FROM PUBLIC;
GRANT CONNECT ON DATABASE handleplan TO handleplan_app;
