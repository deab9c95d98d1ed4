import "server-only";

const HONORIFIC = /^(?:mr|mrs|ms|miss|mx|dr|prof|professor|sir|rev)\.?\s+/i;

/** First and last name from their own columns, or from a full name: "Jane van Dyk", "Dr Jane Doe", "Doe, Jane". Null where unknown. */
export function readPersonName({ first, last, full }: { first: string; last: string; full: string }): {
  first: string | null;
  last: string | null;
} {
  const whole = full.replace(HONORIFIC, "");
  const reversed = /^([^,]+),\s*(.+)$/.exec(whole);
  const [head = "", ...rest] = (reversed ? `${reversed[2]} ${reversed[1]}` : whole).split(/\s+/).filter(Boolean);
  return { first: first.replace(HONORIFIC, "") || head || null, last: last || rest.join(" ") || null };
}
