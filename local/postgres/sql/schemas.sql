-- Schemas, extensions and default privileges of a new Supabase project.
create schema if not exists extensions authorization postgres;
create schema if not exists auth authorization supabase_admin;
create schema if not exists realtime authorization supabase_admin;
create schema if not exists supabase_migrations authorization postgres;

create extension if not exists pgcrypto with schema extensions;
create extension if not exists "uuid-ossp" with schema extensions;

grant usage on schema public, extensions to postgres, anon, authenticated, service_role;
grant usage on schema auth to postgres, supabase_auth_admin, anon, authenticated, service_role;
grant usage on schema realtime to postgres, supabase_realtime_admin, anon, authenticated, service_role;
grant all on schema extensions to postgres;
grant usage on schema extensions to supabase_auth_admin;
grant create on schema auth to supabase_auth_admin;

-- What is created in `public` is open to the API roles unless a migration revokes it.
alter default privileges for role postgres in schema public grant all on tables to postgres, anon, authenticated, service_role;
alter default privileges for role postgres in schema public grant all on functions to postgres, anon, authenticated, service_role;
alter default privileges for role postgres in schema public grant all on sequences to postgres, anon, authenticated, service_role;
alter default privileges for role supabase_admin in schema public grant all on tables to postgres, anon, authenticated, service_role;
alter default privileges for role supabase_admin in schema public grant all on functions to postgres, anon, authenticated, service_role;
alter default privileges for role supabase_admin in schema public grant all on sequences to postgres, anon, authenticated, service_role;

create table if not exists supabase_migrations.schema_migrations (version text primary key, statements text[], name text);
alter table supabase_migrations.schema_migrations owner to postgres;
