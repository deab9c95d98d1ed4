import { Card, CardContent, CardFooter, CardHeader, CardTitle } from "@/components/ui/card";
import type { LeadDetail } from "@/lib/db/queries/lead-detail";
import type { LeadResearchRow } from "@/lib/db/queries/research";
import { isFreshResearch } from "@/lib/domain/research";
import { formatShortTime } from "@/lib/ui/format-time";

type ResearchCardProps = { lead: LeadDetail; research: LeadResearchRow | undefined; now: Date; timeZone: string };

/** What to know of a hot lead before writing to them, what it rests on, and who found it. */
export function ResearchCard({ lead, research, now, timeZone }: ResearchCardProps) {
  if (!research?.researchedAt) return isBeingFound(lead, research, now) ? <BeingFound /> : null;
  const { openingLine, summary, recentActivity, cites, researchedAt } = research;
  const isFresh = isFreshResearch(researchedAt, now);
  const isNothing = openingLine === null && summary === null && recentActivity.length === 0;
  return (
    <Card>
      <CardHeader>
        <CardTitle>Before you write</CardTitle>
        {isFresh ? null : <span className="text-xs text-muted-foreground">Too old to be used in messages</span>}
      </CardHeader>
      <CardContent className="grid gap-3">
        {summary ? <p className="text-pretty">{summary}</p> : null}
        {openingLine ? (
          <figure className="grid gap-1 border-l-2 pl-3">
            <figcaption className="text-xs text-muted-foreground">An opening line</figcaption>
            <blockquote className="text-base text-pretty">{openingLine}</blockquote>
          </figure>
        ) : null}
        {recentActivity.length > 0 ? (
          <div className="grid gap-1">
            <p className="text-xs text-muted-foreground">What they posted</p>
            <ul className="grid list-disc gap-1 pl-4">
              {recentActivity.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </div>
        ) : null}
        {isNothing ? <p className="text-muted-foreground">What is stored of them holds nothing worth beginning with.</p> : null}
      </CardContent>
      <CardFooter className="text-xs text-muted-foreground">
        <p className="text-pretty">
          {cites.length > 0 ? `Rests on: ${[...new Set(cites.map(factWords))].join(", ")}. ` : ""}
          {research.madeBy === "model" ? "Found by AI and checked by rules" : "Put together by rules"}
          {`, ${formatShortTime(researchedAt, now, timeZone)}.`}
          {WHY_RULES[research.why ?? ""] ? ` ${WHY_RULES[research.why ?? ""]}` : ""}
        </p>
      </CardFooter>
    </Card>
  );
}

function BeingFound() {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Before you write</CardTitle>
      </CardHeader>
      <CardContent>
        <p className="text-muted-foreground">What is known of them is being looked up. With many at once that takes up to a day.</p>
      </CardContent>
    </Card>
  );
}

const SEARCHED = new Set(["enriched", "scored", "in_sequence"]);
/** By when the last look at a batch was taken. */
const LONGEST_MS = 26 * 3_600_000;

function isBeingFound(lead: LeadDetail, research: LeadResearchRow | undefined, now: Date): boolean {
  const since = research?.askedAt ?? lead.scoredAt;
  const isSearched = lead.alsTier === "hot" && SEARCHED.has(lead.status) && !lead.isCompetitor;
  return isSearched && since !== null && now.getTime() - since.getTime() < LONGEST_MS;
}

/** Why a model did not answer; that none is connected is said in the settings. */
const WHY_RULES: Readonly<Record<string, string>> = {
  over_budget: "Today's AI budget did not cover it.",
  timed_out: "The AI did not answer in time.",
  refused: "The AI declined.",
  malformed: "What the AI said was not borne out.",
  unreachable: "The AI could not be reached.",
};

const FACTS: Readonly<Record<string, string>> = {
  first_name: "name",
  last_name: "name",
  title: "job title",
  linkedin_url: "LinkedIn profile",
  is_hiring: "whether they hire",
  employee_count: "number of staff",
  founded_year: "year of foundation",
  latest_funding_date: "last funding",
  company_description: "description of the company",
  employment_start_date: "time in the role",
};

function factWords(key: string): string {
  if (key.startsWith("recent_post.")) return "a post of theirs";
  return FACTS[key] ?? key.replace(/^custom\./, "your column ").replaceAll("_", " ");
}
