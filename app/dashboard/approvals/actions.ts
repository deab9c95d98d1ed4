"use server";

import { refresh } from "next/cache";
import { clientAction } from "@/lib/actions/client-action";
import { approvalEditInput, approvalInput, approvalRejectInput } from "@/lib/domain/leads";
import { approve, reject } from "@/lib/engines/approvals/decide-approval";

export const approveAction = clientAction
  .metadata({ name: "approve" })
  .inputSchema(approvalInput)
  .action(async ({ ctx, parsedInput }) => {
    await approve(ctx, parsedInput);
    refresh();
  });

export const editAndApproveAction = clientAction
  .metadata({ name: "editAndApprove" })
  .inputSchema(approvalEditInput)
  .action(async ({ ctx, parsedInput: { approvalId, ...edit } }) => {
    await approve(ctx, { approvalId, edit });
    refresh();
  });

export const rejectAction = clientAction
  .metadata({ name: "reject" })
  .inputSchema(approvalRejectInput)
  .action(async ({ ctx, parsedInput }) => {
    await reject(ctx, parsedInput);
    refresh();
  });
