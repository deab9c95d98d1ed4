"use server";

import { refresh } from "next/cache";
import { clientAction } from "@/lib/actions/client-action";
import { approvalEditInput, approvalInput, approvalRejectInput } from "@/lib/domain/leads";
import { approve, reject } from "@/lib/engines/approvals/decide-approval";

export const approveAction = clientAction
  .metadata({ name: "approve" })
  .inputSchema(approvalInput)
  .action(async ({ ctx, parsedInput }) => {
    await thenRefresh(approve(ctx, parsedInput));
  });

export const editAndApproveAction = clientAction
  .metadata({ name: "editAndApprove" })
  .inputSchema(approvalEditInput)
  .action(async ({ ctx, parsedInput: { approvalId, ...edit } }) => {
    await thenRefresh(approve(ctx, { approvalId, edit }));
  });

export const rejectAction = clientAction
  .metadata({ name: "reject" })
  .inputSchema(approvalRejectInput)
  .action(async ({ ctx, parsedInput }) => {
    await thenRefresh(reject(ctx, parsedInput));
  });

/** A refused decision refreshes the queue too: somebody else may have decided meanwhile, and the card has to go. */
async function thenRefresh(decision: Promise<void>): Promise<void> {
  try {
    await decision;
  } finally {
    refresh();
  }
}
