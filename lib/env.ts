import { checkGivenEnv, type Env, parseEnv } from "./env-schema";

let parsed: Env | undefined;

/**
 * The checked configuration, read at first use (never at build) and kept.
 * This module is the only reader of `process.env`. Throws EnvError naming each wrong variable and its remedy.
 */
export function env(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}

/**
 * Puts a plain copy in the place of the live environment. A name of the live one is asked from the C library each time, and the SDK of
 * durable functions lists them all several times a call: a tenth of such a call's time.
 */
export function copyEnvOnce(): void {
  process.env = { ...process.env };
}

/** Refuses a build whose environment holds a wrong value; what is absent may come at start. */
export function checkEnvAtBuild(): void {
  checkGivenEnv(process.env);
}

/** True under `next dev`, whose tooling needs `eval`. The bundler writes this value in at build. */
export function isDevelopment(): boolean {
  return process.env.NODE_ENV === "development";
}
