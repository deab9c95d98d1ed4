import "server-only";
import { z } from "zod";
import type { Ctx } from "@/lib/context";
import { confirmIcpInput, editIcpInput, requestDiscoveryInput } from "@/lib/domain/discovery";
import { CARD_NAMES } from "@/lib/domain/icp";
import { getCurrentIcp } from "@/lib/engines/discovery/current-icp";
import { confirmIcp } from "@/lib/engines/discovery/edit-draft";
import { editIcp } from "@/lib/engines/discovery/edit-icp";
import { requestDiscovery } from "@/lib/engines/discovery/request-discovery";
import { showDiscovery } from "@/lib/engines/discovery/show-discovery";
import { AppError, NotFoundError } from "@/lib/errors";
import { readBody } from "@/lib/http/answer-api";

type Answer = { status?: number; body: unknown };

/** `{websiteUrl}`, or with `source: "by_hand"` what a person types instead. */
const analyzeBody = z.preprocess(
  (body) => (typeof body === "object" && body !== null && !("source" in body) ? { ...body, source: "website" } : body),
  requestDiscoveryInput,
);
const { discoveryId: jobId, ...confirmFields } = confirmIcpInput.shape;
const confirmBody = z.object({ jobId, ...confirmFields });

/** Starts a discovery: 202 and where to ask how it stands. */
export async function analyzeWebsite(ctx: Ctx, request: Request, options: { allowPrivateHosts: boolean }): Promise<Answer> {
  const { discoveryId } = await requestDiscovery(ctx, await readBody(request, analyzeBody), options);
  return { status: 202, body: { jobId: discoveryId, status: "queued", statusUrl: `/api/v1/onboarding/status/${discoveryId}` } };
}

/** How a discovery stands, with what is known so far. */
export async function discoveryStatus(ctx: Ctx, job: string): Promise<Answer> {
  const { proposal: _, draft: __, diff: ___, ...progress } = { proposal: null, draft: null, diff: null, ...(await findShown(ctx, job)) };
  return { body: { jobId: progress.id, ...progress } };
}

/** What a discovery found: proposal, draft, diff against what is in force. 409 while it runs and when it ended without. */
export async function discoveryResult(ctx: Ctx, job: string): Promise<Answer> {
  const shown = await findShown(ctx, job);
  if ("draft" in shown) return { body: { jobId: shown.id, ...shown } };
  const { failure } = shown;
  throw new AppError(
    "not_ready",
    failure ? `${failure.message} ${failure.nextText}` : `It is not done yet (${shown.status}). Ask for its status.`,
  );
}

/** Brings the draft of a discovery into force, with last edits. */
export async function confirmDiscovery(ctx: Ctx, request: Request, options: { pepper: string }): Promise<Answer> {
  const { jobId: discoveryId, ...input } = await readBody(request, confirmBody);
  return { body: await confirmIcp(ctx, { discoveryId, ...input }, options) };
}

/** The profile in force: its version, every card with its evidence, and `values` for whoever wants no more. */
export async function readIcp(ctx: Ctx): Promise<Answer> {
  const current = await ctx.tx((db) => getCurrentIcp(db, { clientId: ctx.clientId }));
  const { profile } = current;
  const values = profile && Object.fromEntries(CARD_NAMES.map((name) => [name, profile.cards[name].value]));
  return { body: { clientId: ctx.clientId, ...current, values } };
}

/** Changes cards of the profile in force: `{edits: {industries: […], weights: {…}}, version?}`. */
export async function changeIcp(ctx: Ctx, request: Request): Promise<Answer> {
  return { body: await editIcp(ctx, await readBody(request, editIcpInput), "api") };
}

async function findShown(ctx: Ctx, job: string) {
  const id = z.uuid().safeParse(job);
  const shown = id.success ? await ctx.tx((db) => showDiscovery(db, { clientId: ctx.clientId, discoveryId: id.data })) : undefined;
  if (!shown) throw new NotFoundError("There is no such discovery.");
  return shown;
}
