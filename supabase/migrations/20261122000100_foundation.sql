-- Vocabulary and helpers that every later migration uses.

create schema private;
comment on schema private is 'What no browser may reach: the Data API does not expose this schema.';
grant usage on schema private to authenticated, service_role;

create extension if not exists citext with schema extensions;

-- Supabase grants everything in public to its API roles; we revoke, then grant table by table.
alter default privileges in schema public revoke all on tables from anon, authenticated;
alter default privileges in schema public revoke all on functions from anon, authenticated;
alter default privileges in schema public revoke all on sequences from anon, authenticated;
alter default privileges in schema private revoke execute on functions from public;
alter default privileges in schema public revoke execute on functions from public;

-- The login of signed-in traffic: no BYPASSRLS, no rights of its own, it may only become `authenticated` for a transaction.
-- It is given LOGIN and a password outside the migrations (README, "Run against real Supabase").
do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'app_member') then
    create role app_member noinherit nologin nobypassrls;
  end if;
end
$$;
grant authenticated to app_member;
-- citext compares case-insensitively only where its operators are found.
alter role app_member set search_path = public, extensions;

create type public.tier_type as enum ('ignition', 'velocity', 'dominance');
create type public.subscription_status as enum ('trialing', 'active', 'past_due', 'cancelled', 'paused');
create type public.membership_role as enum ('owner', 'admin', 'member', 'viewer');
create type public.permission_mode as enum ('autopilot', 'co_pilot', 'manual');
create type public.campaign_status as enum ('draft', 'active', 'paused', 'completed');
create type public.lead_status as enum ('new', 'enriched', 'scored', 'in_sequence', 'converted', 'unsubscribed', 'bounced');
create type public.channel_type as enum ('email', 'sms', 'linkedin', 'voice', 'mail');
create type public.intent_type as enum (
  'meeting_request', 'interested', 'question', 'not_interested', 'unsubscribe', 'out_of_office', 'auto_reply'
);
create type public.als_tier as enum ('hot', 'warm', 'cool', 'cold', 'dead');
create type public.touch_state as enum (
  'planned', 'awaiting_approval', 'ready', 'sending', 'sent', 'unknown', 'failed', 'skipped', 'cancelled'
);
create type public.enrolment_state as enum ('active', 'paused', 'finished', 'stopped');

/* UUIDv7 (RFC 9562 5.7): 48 bits of milliseconds, then random bits. Ids sort by creation, which keeps b-tree inserts local. */
create function private.uuid_v7() returns uuid
language sql volatile parallel safe
set search_path = ''
as $$
  select encode(
    set_bit(
      set_bit(
        overlay(
          uuid_send(gen_random_uuid())
          placing substring(int8send(floor(extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
          from 1 for 6
        ),
        52, 1
      ),
      53, 1
    ),
    'hex'
  )::uuid;
$$;
grant execute on function private.uuid_v7() to authenticated, service_role;

/*
 * The time of this transaction as the product knows it: what the caller passed in (`set_config('app.now', …, true)`), so that
 * a moved clock and a replay see one time; the database's own clock for anything outside the product.
 */
create function private.now() returns timestamptz
language sql stable parallel safe
set search_path = ''
as $$
  select coalesce(nullif(current_setting('app.now', true), '')::timestamptz, pg_catalog.now());
$$;
grant execute on function private.now() to authenticated, service_role;

create function private.set_updated_at() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.updated_at := private.now();
  return new;
end;
$$;
