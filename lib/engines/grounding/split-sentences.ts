import "server-only";

const ABBREVIATION = /\b(?:mr|mrs|ms|dr|st|prof|e\.g|i\.e|etc|pty|ltd|no|vs|inc|co|jr|sr|[a-z])\.$/i;

/** A text's sentences, each line on its own; an abbreviation's full stop ends none. */
export function splitSentences(text: string): string[] {
  return text.split(/\n+/).flatMap((line) => {
    const sentences: string[] = [];
    let start = 0;
    for (const match of line.matchAll(/[.!?…]+["')\]]*(?=\s|$)/g)) {
      const end = match.index + match[0].length;
      const sentence = line.slice(start, end).trim();
      if (match[0] === "." && ABBREVIATION.test(sentence) && /^\s+[a-z\d]/.test(line.slice(end))) continue;
      if (match[0] === "." && /\b(?:mr|mrs|ms|dr|prof|st)\.$/i.test(sentence)) continue;
      sentences.push(sentence);
      start = end;
    }
    sentences.push(line.slice(start).trim());
    return sentences.filter(Boolean);
  });
}
