import type { Pool } from "pg";

/** What happened on one channel beside e-mail. */
export type ChannelTruth = {
  contacts: number;
  people: number;
  acts: Record<string, number>;
  reactions: Record<string, number>;
  optOuts: number;
  violations: Record<string, number>;
};

/** How many people were reached and did what, by channel; a channel that reached nobody is left out. Sorted, without ids or times. */
export async function channelTruth(pool: Pool): Promise<Record<string, ChannelTruth>> {
  const { rows } = await pool.query<{ channel: string; truth: ChannelTruth }>(
    `with counts (channel, what, name, count) as (
       select channel, 'acts', act, count(*) from market.contacts group by 1, 3
       union all select channel, 'reactions', kind, count(*) from market.reactions where state = 'done' group by 1, 3
       union all select channel, 'violations', kind, count(*) from market.violations group by 1, 3),
     lists as (select channel, what, json_object_agg(name, count order by name) as list from counts group by 1, 2)
     select c.channel, json_build_object(
       'contacts', count(*)::int, 'people', count(distinct c.email)::int,
       'acts', (select list from lists l where l.channel = c.channel and what = 'acts'),
       'reactions', coalesce((select list from lists l where l.channel = c.channel and what = 'reactions'), '{}'),
       'optOuts', (select count(*)::int from market.people p where p.opted_out_channel = c.channel),
       'violations', coalesce((select list from lists l where l.channel = c.channel and what = 'violations'), '{}')) as truth
     from market.contacts c group by c.channel order by c.channel`,
  );
  return Object.fromEntries(rows.map(({ channel, truth }) => [channel, truth]));
}
