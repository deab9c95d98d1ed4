import { z } from "zod";

/** Where a list that is read backwards in time goes on, as it stands in a URL: "2026-03-04T10:00:00.000Z_<id>". */
const cursor = z.tuple([z.iso.datetime(), z.uuid()]);

/** @returns null for what is no cursor of ours: the list then starts at the top */
export function readCursor(value: string | string[] | undefined): { at: Date; id: string } | null {
  const parsed = cursor.safeParse(typeof value === "string" ? value.split("_") : undefined);
  return parsed.success ? { at: new Date(parsed.data[0]), id: parsed.data[1] } : null;
}

export function writeCursor({ at, id }: { at: Date; id: string }): string {
  return `${at.toISOString()}_${id}`;
}
