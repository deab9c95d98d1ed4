import type { Records } from "@/local/providers/records";

export type RunStatus = "READY" | "RUNNING" | "SUCCEEDED" | "FAILED" | "ABORTED" | "TIMED-OUT";

export type AdHocWebhook = { eventTypes: string[]; requestUrl: string; headersTemplate?: string | null; idempotencyKey?: string | null };

export type RunRecord = {
  id: string;
  actor: string;
  startedAt: string;
  finishedAt: string | null;
  status: RunStatus;
  statusMessage: string | null;
  options: { timeoutSecs: number; memoryMbytes: number };
  inputBytes: number;
  usageUsd: number;
  /** What it stores when it succeeds; what it has stored by then when it does not. */
  items: object[];
  /** How it is going to end. */
  ending: Extract<RunStatus, "SUCCEEDED" | "FAILED" | "TIMED-OUT">;
  webhooks: AdHocWebhook[];
};

export type RunBook = ReturnType<typeof openRunBook>;

/** Runs of the account. */
export function openRunBook(records: Records) {
  return {
    insert: (run: RunRecord) => records.insert("run", run.id, run, new Date(run.startedAt)),
    find: async (id: string) => (await records.find<RunRecord>("run", id))?.data,
    update: async (id: string, change: Partial<RunRecord>) => (await records.update<RunRecord>("run", id, change))?.data,
    list: async (actor: string) => (await records.list<RunRecord>("run", { where: { actor } })).map(({ data }) => data),
    nextNumber: () => records.next("run"),
    /** Endings the next runs are told to have. */
    async tell(ending: RunRecord["ending"], at: Date) {
      await records.insert("ending", String(await records.next("ending")), { ending, isUsed: false }, at);
    },
    async takeTold(): Promise<RunRecord["ending"] | undefined> {
      const [told] = await records.list<{ ending: RunRecord["ending"] }>("ending", { where: { isUsed: false }, limit: 1 });
      if (told) await records.update("ending", told.id, { isUsed: true });
      return told?.data.ending;
    },
  };
}

export function isFinal(status: RunStatus): boolean {
  return status !== "READY" && status !== "RUNNING";
}

/** A run as the API shows it. */
export function shownRun(run: RunRecord) {
  const actId = idOf(`actor ${run.actor}`);
  return {
    id: run.id,
    actId,
    userId: idOf("user"),
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    status: run.status,
    statusMessage: run.statusMessage,
    isStatusMessageTerminal: isFinal(run.status),
    meta: { origin: "API" },
    stats: { inputBodyLen: run.inputBytes, restartCount: 0, resurrectCount: 0, computeUnits: isFinal(run.status) ? run.usageUsd / 0.4 : 0 },
    options: { build: "latest", ...run.options, diskMbytes: run.options.memoryMbytes * 2 },
    buildId: idOf(`build ${run.actor}`),
    buildNumber: "0.3.70",
    exitCode: isFinal(run.status) ? (run.status === "SUCCEEDED" ? 0 : 91) : null,
    generalAccess: "FOLLOW_USER_SETTING",
    defaultKeyValueStoreId: idOf(`store ${run.id}`),
    defaultDatasetId: datasetIdOf(run.id),
    defaultRequestQueueId: idOf(`queue ${run.id}`),
    usageTotalUsd: isFinal(run.status) ? run.usageUsd : 0,
  };
}

/** A dataset's id tells its run, so that neither needs a table of the other. */
export function datasetIdOf(runId: string): string {
  return `d${runId}`;
}

export function runIdOf(datasetId: string): string {
  return datasetId.slice(1);
}

const LETTERS = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/** Seventeen letters and digits, the look of Apify's ids. */
export function idOf(name: string): string {
  let id = "";
  for (let index = 0; index < 17; index += 1) {
    let hash = 0x811c9dc5 ^ index;
    for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) >>> 0;
    id += LETTERS[(hash >>> 8) % LETTERS.length];
  }
  return id;
}
