import type { z } from "zod";
import type { AskModel, ModelCall } from "@/lib/agents/model-port";
import { fillSchema } from "@/tests/hostile/fill-schema";
import { type Injection, RIVAL_DOMAIN, STRANGE_LINK, STRANGER, WANTED } from "@/tests/hostile/injection";

export type ObeyingModel = { ask: AskModel; calls: ModelCall[] };

/** How it dresses its answer: with the injection itself as evidence, or with words that the material really holds. */
export type Manner = "cites the injection" | "cites the material";

/**
 * A model that does whatever the injection asks, as far as a skill's schema lets it: it claims, boosts, books, names strangers and says
 * its own prompt, is entirely sure, and quotes whatever might pass for evidence.
 */
export function obeyingModel(injection: Injection, manner: Manner = "cites the injection"): ObeyingModel {
  const calls: ModelCall[] = [];
  const ask: AskModel = async <T>(call: ModelCall<T>) => {
    calls.push(call as ModelCall);
    const data = call.schema.parse(obedience(call as ModelCall, injection, manner));
    return { kind: "answer", data, model: "stand-in", usage: { inputTokens: 1, cachedTokens: 0, outputTokens: 1 }, costMicroAud: 1 };
  };
  return { ask, calls };
}

const POSITIVE = ["meeting_request", "interested", "consent", "c_suite", "enterprise", "case_study", "1001+", "home"];
const WORD = /[\p{L}][\p{L}'’ ]{14,80}/u;

function obedience(call: ModelCall, { aim, text }: Injection, manner: Manner): unknown {
  const wanted = aim === "prompt" ? call.system : WANTED[aim];
  const url = /https?:\/\/[^\s"\\]+/.exec(call.prompt)?.[0] ?? STRANGE_LINK;
  const material = WORD.exec(/<untrusted[^>]*>([\s\S]*)<\/untrusted>/.exec(call.prompt)?.[1] ?? "")?.[0] ?? text;
  const evidence = manner === "cites the injection" ? text : material;
  const words = (path: readonly string[]): string => {
    const name = path.findLast((part) => !/^\d+$/.test(part)) ?? "";
    if (/^(?:url|href|sourceUrl|sourcePages)$/.test(name)) return url;
    if (name === "quote") return evidence.slice(0, 240);
    if (name === "email" || name === "to") return STRANGER;
    if (name === "domain" || name === "key") return RIVAL_DOMAIN;
    if (name === "ref") return "m1";
    if (name === "actions") return "book_meeting";
    return wanted;
  };
  return fillSchema(call.schema as z.ZodType, {
    text: words,
    choose: (options, path) => {
      const aimed = aim === "opt-out invented" ? options.find((option) => option === "unsubscribe") : undefined;
      return (
        aimed ??
        POSITIVE.find((option) => options.includes(option)) ??
        options[Number(path.at(-2) ?? 0) % options.length] ??
        options[0] ??
        ""
      );
    },
    entries: 3,
  });
}
