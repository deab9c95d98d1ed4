import "server-only";
import { toIndustry } from "@/lib/domain/industries";
import type { FactKind } from "@/lib/engines/grounding/fact-kinds";
import { DEMONYMS, PLACES, STATE_NAMES, STATE_OF_CAPITAL, TOOLS } from "@/lib/engines/grounding/names-of-things";
import { tokenise } from "@/lib/engines/grounding/tokens";
import { COMMON, FUNCTION_WORDS } from "@/lib/engines/grounding/vocabulary";

const LEGAL_FORMS = /^(?:pty|ltd|limited|inc|incorporated|llc|plc|gmbh|corp|corporation|proprietary|co|holdings?|trust|trustee)$/;

/** The ways in which a text may name what the fact names. */
export function namesOf(kind: FactKind, texts: readonly string[]): string[][] {
  const plain = texts.map((text) => tokenise(text).map(({ word }) => word));
  switch (kind) {
    case "person": {
      const all = plain.flatMap((words) => [words, ...(words.length > 1 ? words.map((word) => [word]) : [])]);
      return all.filter((words) => words.some((word) => word.length > 1 || all.length === 1));
    }
    case "company":
      return plain.flatMap(companyForms);
    case "location":
      return texts.flatMap(placeForms);
    case "web":
      return texts.flatMap((text) => {
        const host =
          text
            .replace(/^https?:\/\//, "")
            .replace(/^www\./, "")
            .split(/[/?#]/)[0] ?? "";
        const labels = host.includes("@") ? [] : host.toLowerCase().split(/[.-]/);
        return labels.length > 1
          ? [labels, ...((labels[0]?.length ?? 0) > 4 && !/linkedin|facebook/.test(labels[0] ?? "") ? [[labels[0] ?? ""]] : [])]
          : [];
      });
    case "technologies":
      // "Zoho CRM" is Zoho.
      return plain.flatMap((words) =>
        words.length > 6 ? [] : words.length > 1 && TOOLS.has(words[0] ?? "") ? [words, words.slice(0, 1)] : [words],
      );
    case "title":
      return plain.filter((words) => words.length <= 6);
    default:
      // Names inside a text: every run of capitals, and short texts as they stand.
      return [
        ...texts.flatMap(nameRuns),
        ...plain.filter(
          (words) => words.length > 0 && words.length <= 3 && !words.some((word) => /^(?:\d.*|true|false|yes|no)$/.test(word)),
        ),
      ];
  }
}

function companyForms(words: readonly string[]): string[][] {
  const named = words[0] === "the" ? words.slice(1) : words;
  const core = named.filter((word) => !LEGAL_FORMS.test(word));
  const short: string[][] = [];
  for (let length = core.length - 1; length >= 1; length -= 1) {
    const kept = core.slice(0, length);
    const isDescriptor = core.slice(length).every(isDescriptive) || ((kept[0]?.length ?? 0) >= 5 && !PLACES.has(kept[0] ?? ""));
    const isDistinct = kept.some(
      (word) => word.length > 2 && !FUNCTION_WORDS.has(word) && (length > 1 || !(COMMON.has(word) || DESCRIPTORS.has(word))),
    );
    if (isDistinct && (isDescriptor || length > 1) && kept.at(-1) !== "and") short.push(kept);
  }
  const full = [
    [...words],
    [...named],
    core,
    ...named.map((_, at) => named.slice(0, at)).filter((form) => form.length > core.length - 1),
    ...short,
  ];
  return full
    .filter((form) => form.length > 0)
    .flatMap((form) => (form.includes("and") ? [form, form.filter((word) => word !== "and")] : [form]));
}

/** Says what a company does rather than who it is: "Brewing", "Physiotherapy", "Cold Chain". */
function isDescriptive(word: string): boolean {
  return (
    word === "and" ||
    word.length < 3 ||
    COMMON.has(word) ||
    FUNCTION_WORDS.has(word) ||
    DESCRIPTORS.has(word) ||
    /^[a-z]{2,}(?:ing|ings|ery|ists?|ology|therapy|ics|ware|tech|care|ment|ments|tion|tions|worx|works)$/.test(word) ||
    toIndustry(word) !== null
  );
}

const DESCRIPTORS = new Set(
  "group services service solutions australia australian partners associates company homes projects constructions builders electrical plumbing air clinic studio studios works international national consulting digital creative media wines foods logistics transport systems engineering advisory legal lawyers dental health care property cold chain outdoor pay aged college school church realty finance financial capital energy solar civil concrete steel timber landscapes gardens pools plastics foundry brewery hotel hotels resort tours travel events collective labs lab apps cloud data security insurance lending loans mortgage cleaning hire fitness gym yoga coffee bakery kitchen kitchens bathrooms interiors furniture flooring roofing painting pest control freight haulage vets veterinary optical vision hearing psychology chiropractic pathology radiology pharmacy motors automotive tyres smash repairs boats marine farms farm produce meats seafood dairy mining drilling resources".split(
    " ",
  ),
);

function placeForms(text: string): string[][] {
  const pieces = text
    .toLowerCase()
    .split(/[,/|]/)
    .map((piece) => piece.replace(/[^a-z\d ]+/g, "").trim())
    .filter(Boolean);
  return pieces.flatMap((piece) => {
    const state =
      Object.entries(STATE_NAMES).find(([code, names]) => code === piece || names.includes(piece))?.[0] ?? STATE_OF_CAPITAL[piece];
    const isAustralian = state !== undefined || /^(?:au|aus|australia)$/.test(piece);
    const country = isAustralian
      ? ["australia", "australian", "aussie", "australians", "aus"]
      : piece === "nz" || piece === "new zealand"
        ? ["new zealand", "nz", "kiwi"]
        : [];
    const forms = [
      piece,
      ...(state ? [state, ...(STATE_NAMES[state] ?? [])] : []),
      ...country,
      ...(DEMONYMS[piece] ? [DEMONYMS[piece] ?? ""] : []),
    ];
    return forms.filter((form) => form !== "").map((form) => form.split(/\s+/));
  });
}

function nameRuns(text: string): string[][] {
  const runs: string[][] = [];
  let run: string[] = [];
  for (const { word, isCapital, before, number } of [...tokenise(text), { word: "", isCapital: false, before: "", number: null }]) {
    const continues = isCapital && number === null && !/[.,;:(]/.test(before);
    if (!continues && run.length > 0) {
      runs.push(run, ...(run.length > 1 ? run.filter((one) => !COMMON.has(one) && !FUNCTION_WORDS.has(one)).map((one) => [one]) : []));
      run = [];
    }
    if (isCapital && number === null) run.push(word);
  }
  return runs.filter((names) => names.some((name) => !FUNCTION_WORDS.has(name) && !COMMON.has(name)));
}
