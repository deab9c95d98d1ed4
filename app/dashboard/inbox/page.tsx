import { Inbox, MousePointerClick } from "lucide-react";
import type { Metadata } from "next";
import { parseAsString, parseAsStringLiteral } from "nuqs/server";
import { z } from "zod";
import { AnswersSwitches } from "@/app/dashboard/inbox/answers-switch";
import { ContextPanel } from "@/app/dashboard/inbox/context-panel";
import { Conversation } from "@/app/dashboard/inbox/conversation";
import { DraftCard } from "@/app/dashboard/inbox/draft-card";
import { draftView } from "@/app/dashboard/inbox/draft-view";
import { InboxList } from "@/app/dashboard/inbox/inbox-list";
import { inboxRowView } from "@/app/dashboard/inbox/inbox-row-view";
import { readCursor, writeCursor } from "@/app/dashboard/leads/cursor";
import { localDayAfter } from "@/app/dashboard/leads/local-day";
import { EmptyState } from "@/components/feedback/empty-state";
import { PageHeader } from "@/components/feedback/page-header";
import { Card } from "@/components/ui/card";
import { requireMembership } from "@/lib/auth/membership";
import { countInbox, findThread, INBOX_COUNT_LIMIT, INBOX_VIEWS, listConversation, listInbox } from "@/lib/db/queries/inbox";
import { findAnswerSettings, listDrafts, listHeldReferrals } from "@/lib/db/queries/reply-drafts";
import { roleAtLeast } from "@/lib/domain/roles";
import { explainLead } from "@/lib/engines/explain/explain-lead";
import { recipientPlace } from "@/lib/engines/gate/recipient-place";
import { requestSecrets } from "@/lib/http/sender-options";
import { cn } from "@/lib/ui/cn";

export const metadata: Metadata = { title: "Inbox" };

type InboxPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function InboxPage({ searchParams }: InboxPageProps) {
  const { ctx, clientId, client, role } = await requireMembership();
  const params = await searchParams;
  const view = parseAsStringLiteral(INBOX_VIEWS).withDefault("all").parseServerSide(params.view);
  const threadId = z.uuid().safeParse(parseAsString.parseServerSide(params.thread)).data;
  const before = readCursor(params.before);

  const { list, counts, thread, messages, drafts, referrals, answers } = await ctx.tx(async (db) => {
    const found = threadId ? await findThread(db, { clientId, threadId }) : undefined;
    return {
      list: await listInbox(db, { clientId, view, before }),
      counts: await countInbox(db, { clientId }),
      thread: found,
      drafts: found?.leadId ? await listDrafts(db, { clientId, leadId: found.leadId, now: ctx.now }) : [],
      referrals: found?.leadId ? await listHeldReferrals(db, { clientId, leadId: found.leadId }) : [],
      answers: await findAnswerSettings(db, { clientId }),
      messages: found ? await listConversation(db, { clientId, threadId: found.id, leadId: found.leadId }) : [],
    };
  });
  const explanation = thread?.leadId && !thread.deletedAt ? await explainLead(ctx, { leadId: thread.leadId }, requestSecrets()) : null;
  const mayChange = roleAtLeast(role, "member");
  const common = { now: ctx.now, timeZone: client.timezone, mayChange };
  const leadZone = thread ? recipientPlace(thread, client.timezone).timezone : client.timezone;

  return (
    <>
      <PageHeader
        title="Inbox"
        description="What people answered, on every channel. Opt-outs and away notices were dealt with when they arrived."
        actions={<AnswersSwitches {...answers} mayChange={roleAtLeast(role, "admin")} />}
        className={cn(thread && "max-lg:hidden")}
      />
      <div className="grid items-start gap-4 lg:grid-cols-[19rem_minmax(0,1fr)] xl:grid-cols-[20rem_minmax(0,1fr)_19rem]">
        <InboxList
          className={cn(thread && "max-lg:hidden")}
          rows={list.rows.map(inboxRowView)}
          counts={counts}
          countLimit={INBOX_COUNT_LIMIT}
          view={view}
          threadId={thread?.id ?? null}
          needsReply={thread?.needsReply ?? false}
          older={list.next ? writeCursor(list.next) : null}
          isFirstPage={before === null}
          {...common}
        />
        {thread ? (
          <>
            <div className="grid min-w-0 gap-4">
              <Conversation
                thread={thread}
                messages={messages}
                view={view}
                highlighted={parseAsString.parseServerSide(params.message)}
                {...common}
              />
              {drafts.map((draft) => (
                <DraftCard key={draft.id} draft={draftView(draft, client.timezone)} mayChange={mayChange} />
              ))}
            </div>
            <ContextPanel
              className="lg:col-start-2 xl:col-start-3 xl:row-start-1"
              thread={thread}
              messages={messages}
              referrals={referrals}
              explanation={explanation}
              leadZone={leadZone}
              today={localDayAfter(ctx.now, leadZone, 0)}
              {...common}
            />
          </>
        ) : (
          <Card className="max-lg:hidden xl:col-span-2">
            {threadId ? (
              <EmptyState icon={<Inbox />} title="This conversation is not here">
                It may belong to another workspace of yours: switch at the top left.
              </EmptyState>
            ) : (
              <EmptyState icon={<MousePointerClick />} title="Choose a conversation">
                With j and k you move through the list, Enter opens, e marks as handled.
              </EmptyState>
            )}
          </Card>
        )}
      </div>
    </>
  );
}
