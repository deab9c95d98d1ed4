import { createHash } from "node:crypto";

/** 24 hex digits that depend on the parts and nothing else, so that one demo run repeats another. */
export function stableId(...parts: readonly (string | Buffer)[]): string {
  return digest(parts).slice(0, 24);
}

/** A well-formed UUID (version 8: custom) that depends on the parts and nothing else. */
export function stableUuid(...parts: readonly (string | Buffer)[]): string {
  const hex = digest(parts);
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function digest(parts: readonly (string | Buffer)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest("hex");
}
