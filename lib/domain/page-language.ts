/** Small words that make up a good part of any text of their language and little of any other. */
const SMALL_WORDS: Readonly<Record<string, string>> = {
  en: "the and of to in for with your our you we is are that on from by this it as be or at have more how what",
  de: "der die das und ist nicht mit für von auf ein eine wir sie ihre unsere den dem zu im auch werden sind oder bei als wie",
  fr: "le la les des et est pour avec nous vous votre une dans sur qui que nos sont du au par plus notre vos ce",
  es: "el los las y es para con nosotros una por que en del su nuestra como más sus nuestros al tu lo se",
  it: "il gli e è per con noi una che di del della nostro nostra sono nei alla dei le più tuo come anche",
  pt: "o os as e é para com nós uma por que em do da dos seu nossa nossos como mais não ao sua das",
  nl: "de het een en is voor met van wij onze jouw op te dat zijn niet ook bij aan uw naar om meer",
  sv: "och är för med vi på att en ett det som din våra vår av till inte har kan om du",
  da: "og er for med vi på at en et det som din vores af til ikke har kan om du den",
  pl: "i w na z do jest dla oraz się nie są że po od przez nasze twoje jak to",
  id: "dan yang di untuk dengan kami anda dari ini adalah dalam pada kepada bisa tidak",
  vi: "và của cho với là chúng tôi bạn các một những được không trong",
};
const SCRIPTS: readonly (readonly [string, RegExp])[] = [
  ["ja", /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ["ko", /\p{Script=Hangul}/gu],
  ["zh", /\p{Script=Han}/gu],
  ["ru", /\p{Script=Cyrillic}/gu],
  ["ar", /\p{Script=Arabic}/gu],
  ["he", /\p{Script=Hebrew}/gu],
  ["el", /\p{Script=Greek}/gu],
  ["th", /\p{Script=Thai}/gu],
  ["hi", /\p{Script=Devanagari}/gu],
];
const SETS = Object.entries(SMALL_WORDS).map(([language, words]) => [language, new Set(words.split(" "))] as const);
const LONGEST = 20_000;
/** Below this many words a text says too little of its language, and the page's own declaration counts. */
const ENOUGH_WORDS = 40;
const ENOUGH_SHARE = 0.08;

/**
 * The language a page is written in, as ISO 639-1: by its words where there are enough, since themes declare English whatever they hold,
 * and by its declaration otherwise; null when neither tells.
 * @param declared the page's `lang`, such as `en-AU`
 */
export function pageLanguage(text: string, declared: string | null): string | null {
  const said = /^[a-z]{2}\b/i.exec(declared ?? "")?.[0]?.toLowerCase() ?? null;
  const start = text.slice(0, LONGEST);
  const letters = start.match(/\p{L}/gu)?.length ?? 0;
  const foreign = SCRIPTS.find(([, script]) => (start.match(script)?.length ?? 0) > letters * 0.2);
  if (foreign) return foreign[0];
  const words = start.toLowerCase().match(/\p{L}+/gu) ?? [];
  if (words.length < ENOUGH_WORDS) return said;
  const counts = SETS.map(([language, set]) => ({ language, share: words.filter((word) => set.has(word)).length / words.length }));
  const [best] = counts.toSorted((a, b) => b.share - a.share);
  return best && best.share >= ENOUGH_SHARE ? best.language : said;
}
