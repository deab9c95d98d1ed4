import { z } from "zod";
import { CONSENT_BASES } from "./consent-basis";
import { isLeadField } from "./lead-columns";

export const MAX_IMPORT_BYTES = 50 * 1024 * 1024;
export const MAX_IMPORT_ROWS = 50_000;
/** Rows worked off in one transaction. */
export const IMPORT_CHUNK_ROWS = 500;
export const MAX_CUSTOM_COLUMNS = 50;

export const IMPORT_STATUSES = ["uploading", "uploaded", "running", "finished", "failed", "cancelled"] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

/** Prefix of a mapping key that keeps a column as a field of the client's own: `custom:Deal size`. */
export const CUSTOM_PREFIX = "custom:";

/** Which column a lead field is read from: field, or `custom:<name>`, to header. Fields that are absent are not read. */
export const columnMapping = z.record(
  z
    .string()
    .refine((key) => isLeadField(key) || (key.startsWith(CUSTOM_PREFIX) && key.length > CUSTOM_PREFIX.length), "is not a lead field"),
  z.string(),
);
export type ColumnMapping = z.infer<typeof columnMapping>;

/** What the uploader states for every row that brings no consent of its own. `date` is a calendar day. */
export const defaultConsent = z.object({
  basis: z.enum(CONSENT_BASES),
  note: z.string().trim().max(2000).default(""),
  sourceUrl: z.string().trim().max(2000).default(""),
  date: z.iso.date("Enter the date").or(z.literal("")).default(""),
  noContraryStatement: z.boolean().default(false),
});
export type DefaultConsent = z.infer<typeof defaultConsent>;

export const startImportInput = z.object({
  importJobId: z.uuid(),
  mapping: columnMapping,
  campaignId: z.uuid().nullable().default(null),
  defaultConsent: defaultConsent.nullable().default(null),
  /** What the person was told that enriching the file costs at most, in micro-dollars AUD; null: nobody was told, and nothing is held to it. */
  confirmedCeilingMicroAud: z.int().min(0).nullable().default(null),
});
export type StartImportInput = z.input<typeof startImportInput>;

export const importJobInput = z.object({ importJobId: z.uuid() });
export type ImportJobInput = z.infer<typeof importJobInput>;

/** An import as screens and the progress request see it. Times are ISO instants. */
export type ImportProgress = {
  id: string;
  fileName: string;
  status: ImportStatus;
  rowsTotal: number;
  rowsDone: number;
  rowsAdded: number;
  rowsUpdated: number;
  rowsDuplicate: number;
  rowsSuppressed: number;
  rowsInvalid: number;
  rowsWithoutBasis: number;
  notices: ImportNotices;
  error: string | null;
  /** Stopped midway: what is left can be imported. */
  isResumable: boolean;
  createdAt: string;
  finishedAt: string | null;
};

/** `encoding` is set when the file was not Unicode; `unread` counts values that were left out, by lead field. */
export type ImportNotices = { encoding?: "windows-1252"; unread?: Record<string, number> };
