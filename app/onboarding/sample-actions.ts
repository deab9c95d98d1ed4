"use server";

import { refresh } from "next/cache";
import { clientAction } from "@/lib/actions/client-action";
import { chooseClient } from "@/lib/auth/choose-client";
import { requireMembership } from "@/lib/auth/membership";
import { deleteSample } from "@/lib/engines/sample/delete-sample";
import { openSample } from "@/lib/engines/sample/open-sample";
import { requestSystemCtx } from "@/lib/http/contexts";
import { requestSecrets } from "@/lib/http/sender-options";

/** Opens the person's sample workspace, which is made now unless it is there. */
export const openSampleAction = clientAction.metadata({ name: "openSample" }).action(async ({ ctx }) => {
  const { user } = await requireMembership();
  const { clientId } = await openSample(requestSystemCtx(ctx.clientId), { userId: user.id }, requestSecrets());
  await chooseClient(clientId);
  refresh();
});

/** Closes the sample workspace one is in, and goes back to one's own. */
export const deleteSampleAction = clientAction.metadata({ name: "deleteSample" }).action(async ({ ctx }) => {
  const { user, all } = await requireMembership();
  await deleteSample(requestSystemCtx(ctx.clientId), { userId: user.id });
  const own = all.find(({ isSample }) => !isSample);
  if (own) await chooseClient(own.clientId);
  refresh();
});
