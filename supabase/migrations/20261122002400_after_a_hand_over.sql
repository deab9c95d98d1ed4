-- What happens to a message after it was handed over: taken back, told late, or made up for.

-- When everything a sender needs at its provider (campaigns, webhooks, its address) was there; null: not yet.
alter table public.resources add column connected_at timestamptz;
update public.resources set connected_at = created_at where kind in ('seat', 'number', 'return_address');

-- Who is asked how an invitation ended, once a day.
create index linkedin_connections_open_idx on public.linkedin_connections (invited_at) where state = 'invited';

alter table public.activities drop constraint activities_action_check;
alter table public.activities add constraint activities_action_check check (action in (
  'imported', 'enriched', 'enrichment_failed', 'scored', 'enrolled', 'queued', 'sent', 'delivered', 'bounced', 'complained', 'failed', 'skipped',
  'unknown', 'deferred', 'cancelled', 'replied', 'away', 'auto_replied', 'unsubscribed', 'suppressed', 'approval_requested',
  'approved', 'rejected', 'expired', 'meeting_booked', 'meeting_held', 'meeting_no_show', 'meeting_cancelled',
  'campaign_started', 'campaign_paused', 'campaign_completed', 'stopped', 'resumed', 'held', 'released', 'emergency_stop', 'emergency_release',
  'corrected', 'changed',
  'undelivered', 'connected', 'invitation_withdrawn', 'called', 'letter_returned', 'breaker_tripped', 'breaker_released', 'channel_stopped',
  'channel_released',
  'recalled', 'not_recalled', 'letter_posted'
));
