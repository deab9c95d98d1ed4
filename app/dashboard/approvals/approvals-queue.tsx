"use client";

import { useRef, useState, useTransition } from "react";
import { toast } from "sonner";
import { approveAction, editAndApproveAction, rejectAction } from "@/app/dashboard/approvals/actions";
import { ApprovalCard, type CardMode } from "@/app/dashboard/approvals/approval-card";
import type { ApprovalView } from "@/app/dashboard/approvals/approval-view";
import { runChange } from "@/app/dashboard/leads/run-change";
import { Kbd } from "@/components/feedback/kbd";
import { formatCountOf } from "@/lib/ui/format-number";
import { useHotkeys } from "@/lib/ui/use-hotkeys";

type ApprovalsQueueProps = { approvals: readonly ApprovalView[]; now: Date; timeZone: string; mayDecide: boolean };

const KEYS: readonly (readonly [string, string])[] = [
  ["j", "next"],
  ["k", "previous"],
  ["a", "approve"],
  ["e", "edit"],
  ["r", "reject"],
  ["x", "show checks"],
];

/** The queue, answers in a thread first, worked through with the keyboard or by touch. */
export function ApprovalsQueue({ approvals, now, timeZone, mayDecide }: ApprovalsQueueProps) {
  const [chosen, setChosen] = useState({ id: approvals[0]?.id ?? "", index: 0 });
  const [mode, setMode] = useState<CardMode>("read");
  const [openChecks, setOpenChecks] = useState<ReadonlySet<string>>(new Set());
  const [isPending, startChange] = useTransition();
  const list = useRef<HTMLDivElement>(null);
  // A decided card leaves the list with the next render of the server; the one that takes its place becomes active.
  const found = approvals.findIndex((approval) => approval.id === chosen.id);
  const activeIndex = found >= 0 ? found : Math.min(chosen.index, approvals.length - 1);
  const active = approvals[activeIndex];

  const activate = (id: string) => setChosen({ id, index: approvals.findIndex((approval) => approval.id === id) });
  const move = (step: 1 | -1) => {
    const next = approvals[Math.min(approvals.length - 1, Math.max(0, activeIndex + step))];
    if (!next) return;
    activate(next.id);
    setMode("read");
    list.current?.querySelector<HTMLElement>(`[data-approval="${next.id}"]`)?.focus({ preventScroll: false });
  };
  const decide = (change: ReturnType<typeof approveAction>, done: string) =>
    startChange(async () => {
      const problem = await runChange(change, done);
      if (problem) toast.error(problem);
      else setMode("read");
    });
  const toggleChecks = (id: string) =>
    setOpenChecks((open) => new Set(open.has(id) ? [...open].filter((other) => other !== id) : [...open, id]));

  const whenReading = (act: (approval: ApprovalView) => void) => () => {
    if (active && mayDecide && !isPending && mode === "read") act(active);
  };
  useHotkeys({
    j: () => move(1),
    k: () => move(-1),
    a: whenReading((approval) => decide(approveAction({ approvalId: approval.id }), `Approved: ${approval.name}`)),
    e: whenReading(() => setMode("edit")),
    r: whenReading(() => setMode("reject")),
    x: () => active && toggleChecks(active.id),
    escape: () => setMode("read"),
  });

  const groups = [
    { title: "Follow-ups", items: approvals.filter((approval) => approval.stepNumber > 1) },
    { title: "First messages", items: approvals.filter((approval) => approval.stepNumber === 1) },
  ].filter((group) => group.items.length > 0);

  return (
    <div ref={list} className="grid max-w-4xl gap-6">
      {mayDecide ? (
        <p className="hidden flex-wrap gap-x-4 gap-y-1 text-xs text-muted-foreground md:flex">
          {KEYS.map(([key, meaning]) => (
            <span key={key} className="inline-flex items-center gap-1.5">
              <Kbd keys={key} />
              {meaning}
            </span>
          ))}
        </p>
      ) : null}
      {groups.map(({ title, items }) => (
        <section key={title} aria-label={title} className="grid gap-3">
          <h2 className="text-base font-semibold">
            {title} <span className="font-normal text-muted-foreground">{formatCountOf(items.length, "message")}</span>
          </h2>
          {items.map((approval) => {
            const isActive = approval.id === active?.id;
            return (
              <ApprovalCard
                key={approval.id}
                approval={approval}
                now={now}
                timeZone={timeZone}
                mayDecide={mayDecide}
                isActive={isActive}
                isBusy={isPending && isActive}
                mode={isActive ? mode : "read"}
                areChecksOpen={openChecks.has(approval.id)}
                onActivate={() => activate(approval.id)}
                onMode={(next) => {
                  activate(approval.id);
                  setMode(next);
                }}
                onToggleChecks={() => toggleChecks(approval.id)}
                onApprove={() => {
                  activate(approval.id);
                  decide(approveAction({ approvalId: approval.id }), `Approved: ${approval.name}`);
                }}
                onEdit={(edit) =>
                  decide(editAndApproveAction({ approvalId: approval.id, ...edit }), `Edited and approved: ${approval.name}`)
                }
                onReject={(reason) => decide(rejectAction({ approvalId: approval.id, reason }), `Rejected: ${approval.name}`)}
              />
            );
          })}
        </section>
      ))}
    </div>
  );
}
