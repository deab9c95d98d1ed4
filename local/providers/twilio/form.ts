import type { Call } from "@/local/providers/stand-in";

/** The fields of a form post. */
export function formOf({ raw }: Call): URLSearchParams {
  return new URLSearchParams(raw.toString("utf8"));
}
