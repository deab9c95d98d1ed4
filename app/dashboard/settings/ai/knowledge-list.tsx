"use client";

import { BookOpen } from "lucide-react";
import { useState, useTransition } from "react";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { runChangeOrToast } from "@/app/dashboard/leads/run-change";
import { deleteKnowledgeAction, restoreKnowledgeAction } from "@/app/dashboard/settings/ai/actions";
import { AddKnowledgeDialog, EditKnowledgeDialog } from "@/app/dashboard/settings/ai/knowledge-dialog";
import { EmptyState } from "@/components/feedback/empty-state";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { KNOWLEDGE_LIMITS } from "@/lib/domain/knowledge";

export type KnowledgeView = { id: string; title: string; body: string; sourceUrl: string; host: string | null; changedText: string };

/** How long what was deleted can be taken back from where it was. */
const UNDO_MS = 10_000;
/** So many rows are read at a glance; above it a filter helps. */
const GLANCE = 8;

/** What drafts may quote, with its count, a filter when there is much of it, and undo for what is deleted. */
export function KnowledgeList({ entries, mayEdit }: { entries: readonly KnowledgeView[]; mayEdit: boolean }) {
  const [filter, setFilter] = useState("");
  const wanted = filter.trim().toLowerCase();
  const shown = wanted === "" ? entries : entries.filter(({ title, body }) => `${title}\n${body}`.toLowerCase().includes(wanted));
  return (
    <section aria-labelledby="knowledge" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h2 id="knowledge" className="text-base font-semibold">
          Knowledge
          <span className="ml-2 text-xs font-normal text-muted-foreground tabular-nums">
            {wanted === "" ? `${entries.length} of ${KNOWLEDGE_LIMITS.entries}` : `${shown.length} of ${entries.length} shown`}
          </span>
        </h2>
        <div className="flex flex-wrap items-center gap-2">
          {entries.length > GLANCE ? (
            <Input
              type="search"
              aria-label="Filter entries"
              placeholder="Filter"
              className="w-48"
              value={filter}
              onChange={(event) => setFilter(event.target.value)}
            />
          ) : null}
          {mayEdit && entries.length > 0 ? <AddKnowledgeDialog /> : null}
        </div>
      </div>
      {entries.length === 0 ? (
        <EmptyState
          icon={<BookOpen />}
          title="Nothing to quote yet"
          className="rounded-lg border bg-card"
          action={mayEdit ? <AddKnowledgeDialog /> : null}
        >
          Write down what prospects ask most, each with its answer. Drafts quote it word for word and say where it is from; until then they
          know your services, your value proposition and your offer.
        </EmptyState>
      ) : (
        <Table aria-label="Knowledge">
          <TableHeader>
            <tr>
              <TableHead>Question or topic</TableHead>
              <TableHead>Answer</TableHead>
              <TableHead>Changed</TableHead>
              {mayEdit ? (
                // The word for screen readers stays within what scrolls.
                <TableHead className="relative">
                  <span className="sr-only">Actions</span>
                </TableHead>
              ) : null}
            </tr>
          </TableHeader>
          <TableBody>
            {shown.map((entry) => (
              <KnowledgeLine key={entry.id} entry={entry} mayEdit={mayEdit} />
            ))}
          </TableBody>
        </Table>
      )}
      {entries.length > 0 && shown.length === 0 ? <p className="text-muted-foreground">Nothing says “{filter.trim()}”.</p> : null}
    </section>
  );
}

function KnowledgeLine({ entry, mayEdit }: { entry: KnowledgeView; mayEdit: boolean }) {
  const [isPending, startDeletion] = useTransition();
  const { id, title, body, sourceUrl, host, changedText } = entry;
  const remove = () =>
    startDeletion(async () => {
      const result = await deleteKnowledgeAction({ entryId: id });
      if (result?.serverError || result?.validationErrors) {
        toast.error(actionErrorText({ error: result }));
        return;
      }
      toast.success(`Deleted “${title}”`, {
        duration: UNDO_MS,
        action: { label: "Undo", onClick: () => void runChangeOrToast(restoreKnowledgeAction({ entryId: id }), "It is back") },
      });
    });
  return (
    <TableRow>
      <TableCell className="max-w-64 align-top font-medium wrap-anywhere">{title}</TableCell>
      <TableCell className="min-w-64 align-top text-muted-foreground">
        <p className="line-clamp-2 wrap-anywhere">{body}</p>
        {host ? (
          <a href={sourceUrl} target="_blank" rel="noopener noreferrer" className="text-xs underline underline-offset-2">
            {host}
          </a>
        ) : null}
      </TableCell>
      <TableCell className="align-top whitespace-nowrap text-muted-foreground">{changedText}</TableCell>
      {mayEdit ? (
        <TableCell className="align-top text-right whitespace-nowrap">
          <EditKnowledgeDialog entryId={id} values={{ title, body, sourceUrl }} />
          <Button variant="ghost" size="sm" isPending={isPending} aria-label={`Delete “${title}”`} onClick={remove}>
            Delete
          </Button>
        </TableCell>
      ) : null}
    </TableRow>
  );
}
