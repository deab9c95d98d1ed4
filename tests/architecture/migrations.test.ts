import { expect, test } from "vitest";
import { splitSql } from "@/local/postgres/split-sql";
import { readRepositoryFile, repositoryFiles } from "./repository-files";

/** What loses data, or breaks code that still runs, when the migration is applied before the new release. */
const DESTRUCTIVE =
  /^(?:drop\s+(?:table|schema|type|view|materialized\s+view|sequence|column)\b|truncate\b|delete\s+from\b|alter\s+table\b[\s\S]*?\b(?:drop\s+column|rename\s+(?:to|column)|alter\s+column\s+\S+\s+(?:set\s+data\s+)?type)\b|alter\s+type\b[\s\S]*\brename\b)/i;
const REASON = /^--\s*safe:\s*\S.{5,}/;

const migrations = repositoryFiles().filter((path) => path.startsWith("supabase/migrations/"));

test("every migration is named by its time and what it does, in order and once", () => {
  const versions = migrations.map((path) => /^supabase\/migrations\/(\d{14})_[a-z0-9]+(?:_[a-z0-9]+)*\.sql$/.exec(path)?.[1]);
  expect(migrations.length).toBeGreaterThan(5);
  expect(migrations.filter((_, at) => versions[at] === undefined)).toEqual([]);
  expect(new Set(versions).size).toBe(versions.length);
});

test("a destructive statement carries `-- safe: <reason>` above it", () => {
  expect(migrations.flatMap((path) => undefended(readRepositoryFile(path)).map((statement) => `${path}: ${statement}`))).toEqual([]);
});

test.each([
  ["drop table leads;", 1],
  ["alter table leads\n  drop column email;", 1],
  ["alter table leads alter column email type text;", 1],
  ["-- An old one.\ntruncate leads;", 1],
  ["delete from leads where id is null;", 1],
  ["-- safe: nothing has written it since 20261201\nalter table leads drop column email;", 0],
  ["-- safe:\ndrop table leads;", 1],
  ["create trigger t before truncate on leads for each statement execute function private.refuse_change();", 0],
  ["revoke update, delete, truncate on leads from service_role;", 0],
  ["create function f() returns void language sql as $$ delete from leads $$;", 0],
])("%j has %i such statements without a reason", (script, count) => {
  expect(undefended(script)).toHaveLength(count);
});

function undefended(script: string): string[] {
  const scriptLines = script.split("\n");
  return splitSql(script)
    .filter(({ text, line }) => DESTRUCTIVE.test(text) && !commentAbove(scriptLines, line).some((comment) => REASON.test(comment)))
    .map(({ text }) => text.slice(0, 80));
}

/** The comment lines directly above a line (counted from 1). */
function commentAbove(scriptLines: string[], line: number): string[] {
  const above = scriptLines.slice(0, line - 1);
  const firstOther = above.findLastIndex((text) => !text.trimStart().startsWith("--"));
  return above.slice(firstOther + 1).map((text) => text.trim());
}
