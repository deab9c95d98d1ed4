import "server-only";

/** Words of our own prompt in a row that no answer has by chance. */
const RUN = 7;
const MERGE_FIELD = /\{\{[^{}]*\}\}/g;
/** E-mail addresses, links, and hosts with a path behind them. */
const ADDRESS = /[\w.+'-]+@[\w-]+(?:\.[\w-]+)+|(?:https?:\/\/|www\.)[^\s<>()"'\]]+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\/[^\s<>()"'\]]+/giu;

/**
 * What a model's answer holds that none of its material does: an address to write to or to follow, or our own prompt. Such an answer
 * obeyed somebody else. Null when there is nothing of the kind.
 * @param known everything it was given to read
 */
export function findStray(answer: unknown, { system, known }: { system: string; known: unknown }): string | null {
  const texts = textsOf(answer).map(visible);
  const prompt = runsOf(system);
  for (const text of texts) {
    const said = words(text.replace(MERGE_FIELD, " "));
    for (let at = 0; at + RUN <= said.length; at += 1) if (prompt.has(said.slice(at, at + RUN).join(" "))) return "our own prompt";
  }
  const addresses = texts.flatMap((text) => text.match(ADDRESS) ?? []);
  if (addresses.length === 0) return null;
  const given = textsOf(known).map((text) => visible(text).toLowerCase());
  return addresses.find((address) => !given.some((text) => text.includes(bare(address)))) ?? null;
}

function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

function runsOf(text: string): ReadonlySet<string> {
  const all = words(text);
  return new Set(all.map((_, at) => all.slice(at, at + RUN).join(" ")));
}

function words(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function visible(text: string): string {
  return text.replace(/\p{Cf}/gu, "");
}

/** As it is compared: without what ends a sentence or a root. */
function bare(address: string): string {
  return address.toLowerCase().replace(/[.,;:!?/]+$/, "");
}
