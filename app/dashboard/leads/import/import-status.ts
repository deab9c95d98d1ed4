import type { ImportStatus } from "@/lib/domain/lead-import";

/** States of an import as people read them, with the colour they carry. */
export const IMPORT_STATUS_TEXTS: Readonly<
  Record<ImportStatus, { label: string; tone: "neutral" | "info" | "success" | "warning" | "danger" }>
> = {
  uploading: { label: "Uploading", tone: "info" },
  uploaded: { label: "Waiting for you", tone: "warning" },
  running: { label: "Importing", tone: "info" },
  finished: { label: "Finished", tone: "success" },
  failed: { label: "Stopped", tone: "danger" },
  cancelled: { label: "Cancelled", tone: "neutral" },
};
