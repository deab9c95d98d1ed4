import type { Pool } from "pg";
import { stableId } from "@/local/mail/mime/stable-id";
import { type ContactPoint, contactPointsOf, pointsOf } from "@/local/market/contact-points";
import { demoAddresses } from "@/local/market/people";
import { personaOf } from "@/local/market/persona";

/** Who is behind a number, a profile or a letterbox. */
export type PointIndex = {
  /** Notes where a person can be reached, because somebody has just spoken of them. */
  mention(email: string): Promise<void>;
  /** The address of the person who is there; of a made-up stranger when nobody known is. */
  whoIsAt(point: ContactPoint): Promise<string>;
};

/** People of the demo's lead file are found although nobody has spoken of them. */
const DEMO_PEOPLE = 3000;

/**
 * Opens the index. What is derived from an address cannot be read backwards, so each person is indexed when first mentioned. Two people
 * who drew the same number: it is that of the first address in the alphabet, whoever was mentioned first.
 */
export function pointIndex(pool: Pool, seed: string): PointIndex {
  const mentioned = new Set<string>();
  let demo: Map<string, string> | undefined;

  const ownPoints = (email: string) => {
    const persona = personaOf(seed, email);
    return pointsOf(persona, contactPointsOf(seed, persona));
  };
  const inDemoFile = ({ kind, value }: ContactPoint) => {
    demo ??= new Map(
      demoAddresses(seed, DEMO_PEOPLE)
        .toSorted((a, b) => (a < b ? 1 : -1)) // the first of the alphabet is set last and stays
        .flatMap((email) => ownPoints(email).map((point) => [`${point.kind} ${point.value}`, email] as const)),
    );
    return demo.get(`${kind} ${value}`);
  };

  return {
    async mention(address) {
      const email = address.toLowerCase();
      if (mentioned.has(email)) return;
      const points = ownPoints(email);
      await pool.query(
        `insert into market.contact_points (kind, value, email) select kind, value, $3 from unnest($1::text[], $2::text[]) as point (kind, value)
         on conflict (kind, value) do update set email = least(contact_points.email collate "C", excluded.email collate "C")`,
        [points.map(({ kind }) => kind), points.map(({ value }) => value), email],
      );
      mentioned.add(email);
    },

    async whoIsAt(point) {
      const { rows } = await pool.query<{ email: string }>("select email from market.contact_points where kind = $1 and value = $2", [
        point.kind,
        point.value,
      ]);
      return rows[0]?.email ?? inDemoFile(point) ?? `stranger+${stableId(seed, point.kind, point.value)}@unlisted.example`;
    },
  };
}
