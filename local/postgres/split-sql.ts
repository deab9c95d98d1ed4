/** One statement of a script, without the semicolon; `line` is where its first word stands (from 1). */
export type SqlStatement = { text: string; line: number };

const DOLLAR_TAG = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;
const WORD = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;

/**
 * Splits a script at the semicolons that end statements, as psql does: not inside strings, quoted names, comments, dollar quotes,
 * parentheses, or the `begin atomic … end` body of a function.
 */
export function splitSql(script: string): SqlStatement[] {
  const statements: SqlStatement[] = [];
  let start = 0;
  let parentheses = 0;
  let atomic = 0;
  let previousWord = "";
  for (let at = 0; at < script.length; ) {
    const skipped = skipQuoted(script, at);
    if (skipped > at) {
      // Comments in front of a statement are not part of it.
      if (isComment(script, at) && script.slice(start, at).trim() === "") start = skipped;
      at = skipped;
      continue;
    }
    const character = script[at];
    WORD.lastIndex = at;
    const word = WORD.exec(script)?.[0].toLowerCase();
    if (word) {
      if (word === "atomic" && previousWord === "begin") atomic = 1;
      else if (atomic > 0 && word === "case") atomic += 1;
      else if (atomic > 0 && word === "end") atomic -= 1;
      previousWord = word;
      at += word.length;
      continue;
    }
    if (character === "(") parentheses += 1;
    if (character === ")") parentheses -= 1;
    if (character === ";" && parentheses <= 0 && atomic === 0) {
      push(start, at);
      start = at + 1;
      parentheses = 0;
    }
    at += 1;
  }
  push(start, script.length);
  return statements;

  function push(from: number, to: number): void {
    const raw = script.slice(from, to);
    const text = raw.trim();
    if (text === "") return;
    statements.push({ text, line: lineAt(script, from + raw.indexOf(text)) });
  }
}

/** The line (from 1) of an offset. */
export function lineAt(script: string, offset: number): number {
  let line = 1;
  for (let at = script.indexOf("\n"); at !== -1 && at < offset; at = script.indexOf("\n", at + 1)) line += 1;
  return line;
}

function isComment(script: string, at: number): boolean {
  return script.startsWith("--", at) || script.startsWith("/*", at);
}

/** The offset after the string, quoted name, comment or dollar quote that begins at `at`; `at` itself when none does. */
function skipQuoted(script: string, at: number): number {
  const character = script[at];
  if (character === "'")
    return skipString(
      script,
      at,
      /[eE]$/.test(script.slice(Math.max(0, at - 1), at)) && !/\w[eE]$/.test(script.slice(Math.max(0, at - 2), at)),
    );
  if (character === '"') return endOf(script, '"', at + 1);
  if (script.startsWith("--", at)) return endOf(script, "\n", at);
  if (script.startsWith("/*", at)) return skipBlockComment(script, at);
  if (character === "$") {
    DOLLAR_TAG.lastIndex = at;
    const tag = DOLLAR_TAG.exec(script)?.[0];
    if (tag) return endOf(script, tag, at + tag.length);
  }
  return at;
}

function skipString(script: string, at: number, hasEscapes: boolean): number {
  for (let next = at + 1; next < script.length; next += 1) {
    if (hasEscapes && script[next] === "\\") next += 1;
    else if (script[next] === "'" && script[next + 1] === "'") next += 1;
    else if (script[next] === "'") return next + 1;
  }
  return script.length;
}

function skipBlockComment(script: string, at: number): number {
  let depth = 0;
  for (let next = at; next < script.length; next += 1) {
    if (script.startsWith("/*", next)) {
      depth += 1;
      next += 1;
    } else if (script.startsWith("*/", next)) {
      depth -= 1;
      next += 1;
      if (depth === 0) return next + 1;
    }
  }
  return script.length;
}

function endOf(script: string, closing: string, from: number): number {
  const found = script.indexOf(closing, from);
  return found === -1 ? script.length : found + closing.length;
}
