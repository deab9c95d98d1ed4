-- Whether a lead's record was bought for it is asked in the transaction that charges for it.
create index provider_costs_lead_idx on public.provider_costs (lead_id) where lead_id is not null;
