import "server-only";
import { z } from "zod";
import { FENCE_RULE, fenced } from "@/lib/agents/fenced";
import { defineSkill } from "@/lib/agents/skill";
import { type ClaimFact, claimFact } from "@/lib/domain/claim-facts";
import { TIERS } from "@/lib/domain/scoring";
import { checkClaims } from "@/lib/engines/grounding/check-claims";

const post = z.object({ text: z.string().max(2000), url: z.string().max(500).nullable(), postedAt: z.string().nullable() });

export const researchPersonInput = z.object({
  tier: z.enum(TIERS),
  /** What is stored of the person and their company. */
  facts: z.array(claimFact).max(200),
  /** Posts of theirs as a provider gave them, newest first. */
  posts: z.array(post).max(20),
  maximumPosts: z.int().min(0).max(10),
  now: z.iso.datetime(),
});
export type ResearchPersonInput = z.infer<typeof researchPersonInput>;

export const personResearch = z.object({
  /** Only what was given: nothing is fetched here. */
  posts: z.array(post).max(10),
  /** One sentence to begin with; null where nothing worth saying is known. */
  icebreakerHook: z.string().max(300).nullable(),
  profileSummary: z.string().max(600).nullable(),
  recentActivity: z.array(z.string().max(300)).max(10),
  /** Keys of the facts the hook and the summary rest on; a post's is "recent_post.1". */
  cites: z.array(z.string()).max(40),
});
export type PersonResearch = z.infer<typeof personResearch>;

const RECENT_DAYS = 183;
const LONG_STANDING_YEARS = 10;
const DAY_MS = 86_400_000;
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;
const NOTHING: PersonResearch = { posts: [], icebreakerHook: null, profileSummary: null, recentActivity: [], cites: [] };

/** What to know about one hot lead before writing to them. For any other tier there is nothing, and no model is asked. */
export const researchPerson = defineSkill<ResearchPersonInput, PersonResearch>({
  name: "research_person",
  description: "Sums up one hot lead and finds an opening line, from stored facts and posts alone.",
  input: researchPersonInput,
  output: personResearch,
  baseline: (input) => (input.tier === "hot" ? hold(summarise(input), input) : NOTHING),
  model: {
    version: 1,
    tier: "strong",
    system: [
      "You prepare an Australian salesperson for a first message to one person.",
      "Say only what the facts and posts say, in plain words without flattery. One opening sentence, a summary of at most three sentences, and what the posts are about.",
      "No fact for something: leave it out. Never claim an earlier meeting, a common acquaintance, or anything about private life, health, family, religion or politics.",
      FENCE_RULE,
    ].join("\n"),
    prompt: ({ facts, posts, maximumPosts }) =>
      `${fenced("facts", JSON.stringify(facts.map(({ key, value }) => ({ key, value }))))}\n${fenced("posts, newest first", JSON.stringify(posts.slice(0, maximumPosts)))}`,
    maxOutputTokens: 500,
    temperature: 0.5,
    isNeeded: ({ tier, facts, posts }) => tier === "hot" && facts.length + posts.length > 0,
  },
  settle: (answer, input, baseline) => {
    const held = hold({ ...answer, posts: baseline.posts }, input);
    return {
      ...held,
      icebreakerHook: held.icebreakerHook ?? baseline.icebreakerHook,
      profileSummary: held.profileSummary ?? baseline.profileSummary,
      cites: [...new Set([...held.cites, ...baseline.cites])].slice(0, 40),
    };
  },
});

function summarise({ facts, posts, maximumPosts, now }: ResearchPersonInput): PersonResearch {
  const value = (...keys: string[]) => facts.find(({ key, confidence }) => keys.includes(key) && confidence >= 0.5)?.value;
  const company = value("company");
  const title = value("title");
  const city = value("city");
  const name = value("first_name");
  const place = typeof company === "string" && typeof city === "string" ? ` ${company} is based in ${city}.` : "";
  const role =
    typeof company === "string" && typeof title === "string"
      ? `${typeof name === "string" ? name : "They"} is ${title} of ${company}.`
      : "";
  const kept = posts.slice(0, maximumPosts);
  return {
    posts: kept,
    icebreakerHook: typeof company === "string" ? hookOf(company, value, new Date(now)) : null,
    profileSummary: `${role}${place}`.trim() || null,
    recentActivity: kept.map(({ text }) => text.replace(/\s+/g, " ").trim().slice(0, 200)).filter(Boolean),
    cites: [],
  };
}

/** The most telling thing first (domain.md 10.3): money, people wanted, a new role, a long standing. */
function hookOf(company: string, value: (key: string) => ClaimFact["value"] | undefined, now: Date): string | null {
  const funded = recentMonth(value("latest_funding_date"), now);
  if (funded) return `I saw that ${company} raised funding in ${funded}.`;
  if (value("is_hiring") === true) return `I saw that ${company} is hiring at the moment.`;
  const joined = recentMonth(value("employment_start_date"), now);
  if (joined) return `I saw that you joined ${company} in ${joined}.`;
  const founded = value("founded_year");
  const isOld = typeof founded === "number" && now.getUTCFullYear() - founded >= LONG_STANDING_YEARS;
  return isOld ? `I saw that ${company} has been around since ${founded}.` : null;
}

/** "August 2026" of an ISO day within the last half year. */
function recentMonth(day: ClaimFact["value"] | undefined, now: Date): string | null {
  const at = typeof day === "string" ? Date.parse(day) : Number.NaN;
  const days = (now.getTime() - at) / DAY_MS;
  if (!(days >= 0 && days <= RECENT_DAYS)) return null;
  const date = new Date(at);
  return `${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** Only the sentences that facts and posts bear out. */
function hold(research: PersonResearch, { facts, posts, maximumPosts, now }: ResearchPersonInput): PersonResearch {
  const told = posts.slice(0, maximumPosts).map(({ text, postedAt }, index) => ({
    key: `recent_post.${index + 1}`,
    value: postedAt === null ? text : `${text} (${postedAt})`,
    source: "linkedin",
    fetchedAt: now,
    confidence: 1,
  }));
  const cites = new Set<string>();
  const kept = (text: string | null): string | null => {
    if (text === null) return null;
    const { sentences } = checkClaims(text, [...facts, ...told], { now: new Date(now) });
    const borneOut = sentences.filter((sentence) => sentence.problems.length === 0 && sentence.cites.length > 0);
    for (const sentence of borneOut) for (const cite of sentence.cites) cites.add(cite);
    return borneOut.map((sentence) => sentence.text).join(" ") || null;
  };
  const icebreakerHook = kept(research.icebreakerHook);
  const profileSummary = kept(research.profileSummary);
  return {
    posts: research.posts,
    icebreakerHook,
    profileSummary,
    // What the posts say stays in their own words.
    recentActivity: research.recentActivity.filter((line) => posts.some(({ text }) => text.replace(/\s+/g, " ").includes(line.trim()))),
    cites: [...cites].slice(0, 40),
  };
}
