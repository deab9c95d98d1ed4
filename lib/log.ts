import "server-only";
import pino from "pino";

export type Logger = pino.Logger;

/** Ids only: no addresses, names, bodies or tokens reach a log line. What slips into these keys is removed. */
const REDACTED = ["email", "*.email", "password", "*.password", "token", "*.token", "body", "*.body", "authorization", "*.authorization"];

/** @param level pino level, e.g. "info" */
export function createLogger(level: string): Logger {
  return pino({ level, base: null, redact: { paths: REDACTED, censor: "[redacted]" } });
}
