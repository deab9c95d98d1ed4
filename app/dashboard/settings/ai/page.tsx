import type { Metadata } from "next";
import { KnowledgeList, type KnowledgeView } from "@/app/dashboard/settings/ai/knowledge-list";
import { NeverSayForm } from "@/app/dashboard/settings/ai/never-say-form";
import { SkillTable } from "@/app/dashboard/settings/ai/skill-table";
import { VoiceForm } from "@/app/dashboard/settings/ai/voice-form";
import { ReadOnlyNotice } from "@/app/dashboard/settings/read-only-notice";
import { PageHeader } from "@/components/feedback/page-header";
import { Badge } from "@/components/ui/badge";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Progress } from "@/components/ui/progress";
import { requireMembership } from "@/lib/auth/membership";
import { getAiSpend, getClientTier } from "@/lib/db/queries/ai-spend";
import { getVoice, type KnowledgeRow, listKnowledgeEntries } from "@/lib/db/queries/knowledge";
import { clientDayLimit, SPEND_WARNING_SHARE } from "@/lib/domain/ai-spend";
import { roleAtLeast } from "@/lib/domain/roles";
import { env } from "@/lib/env";
import { formatMicroDollars } from "@/lib/ui/format-money";
import { formatDate } from "@/lib/ui/format-time";

export const metadata: Metadata = { title: "AI" };

export default async function AiPage() {
  const { clientId, role, client, ctx } = await requireMembership();
  const isAdmin = roleAtLeast(role, "admin");
  const { spend, tier, voice, entries } = await ctx.tx(async (db) => ({
    spend: isAdmin ? await getAiSpend(db, { clientId, now: ctx.now }) : null,
    voice: await getVoice(db, { clientId }),
    entries: await listKnowledgeEntries(db, { clientId }),
    tier: await getClientTier(db, { clientId }),
  }));
  const hasKey = env().ANTHROPIC_API_KEY !== "";
  const limit = clientDayLimit(tier);
  return (
    <>
      <PageHeader title="AI" description="What reads and writes for you, what it may cost, how it sounds and what it knows." />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <Card>
          <CardHeader>
            <CardTitle>Model</CardTitle>
            <Badge tone={hasKey ? "success" : "neutral"}>{hasKey ? "Connected" : "Not connected"}</Badge>
          </CardHeader>
          <CardContent>
            <p className="text-pretty">
              {hasKey
                ? "Rules work first, and a model refines what they find. It reads web pages and replies as material, has no tools, and decides nothing: opt-outs, hours and limits never wait for it."
                : "Everything works by rules alone: plainer sentences, the same care. Whoever runs this installation can add an Anthropic key (ANTHROPIC_API_KEY); what is already written stays as it is."}
            </p>
          </CardContent>
        </Card>
        {spend ? (
          <Card>
            <CardHeader>
              <CardTitle>Today's budget</CardTitle>
            </CardHeader>
            <CardContent className="grid gap-3">
              <p>
                <span className="text-2xl font-semibold tracking-tight">{formatMicroDollars(spend.todayMicroAud)}</span>
                <span className="text-muted-foreground"> of {formatMicroDollars(limit)}</span>
              </p>
              <Progress
                value={spend.todayMicroAud}
                max={limit}
                label="Today's AI budget used"
                tone={spend.todayMicroAud >= limit * SPEND_WARNING_SHARE ? "warning" : "primary"}
              />
              <p className="text-xs text-pretty text-muted-foreground">
                This month: {formatMicroDollars(spend.monthMicroAud)}. Days and months begin at midnight UTC. No call goes over the budget:
                when it is used up, rules do the work until the next day.
              </p>
            </CardContent>
          </Card>
        ) : null}
        {spend && spend.skills.length > 0 ? <SkillTable skills={spend.skills} /> : null}
        {spend ? null : <p className="text-xs text-muted-foreground">An admin sees what it costs.</p>}
        <ReadOnlyNotice mayEdit={isAdmin} minimum="admin" />
        <VoiceForm toneSample={voice.toneSample ?? ""} mayEdit={isAdmin} />
        <KnowledgeList entries={entries.map((entry) => knowledgeView(entry, client.timezone))} mayEdit={isAdmin} />
        <NeverSayForm phrases={voice.neverSay} mayEdit={isAdmin} />
      </div>
    </>
  );
}

function knowledgeView({ id, title, body, sourceUrl, updatedAt, fullName, email }: KnowledgeRow, timeZone: string): KnowledgeView {
  const by = fullName ?? email;
  return {
    id,
    title,
    body,
    sourceUrl: sourceUrl ?? "",
    host: sourceUrl ? (URL.parse(sourceUrl)?.host ?? null) : null,
    changedText: [formatDate(updatedAt, timeZone), by].filter(Boolean).join(", "),
  };
}
