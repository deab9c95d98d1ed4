import fc from "fast-check";
import { expect, test } from "vitest";
import { splitSql } from "./split-sql";

test.each([
  ["two statements", "select 1;\n\nselect 2;", ["select 1", "select 2"]],
  ["the last one needs no semicolon", "select 1; select 2", ["select 1", "select 2"]],
  ["only comments", "-- nothing; here\n/* nor; here */\n;;", []],
  ["strings", "select 'a;b', 'it''s;', E'\\';', 'c\\'; select 2", ["select 'a;b', 'it''s;', E'\\';', 'c\\'", "select 2"]],
  ["quoted names", 'select ";" as "a;""b"; select 2', ['select ";" as "a;""b"', "select 2"]],
  ["line comment inside", "select 1 -- one; more\n, 2; select 3", ["select 1 -- one; more\n, 2", "select 3"]],
  ["nested block comment", "select /* a /* b; */ c; */ 1; select 2", ["select /* a /* b; */ c; */ 1", "select 2"]],
  [
    "dollar quotes",
    "do $$ begin perform 1; end $$; select $x$ ; $$ ; $x$; select $1",
    ["do $$ begin perform 1; end $$", "select $x$ ; $$ ; $x$", "select $1"],
  ],
  [
    "rule bodies",
    "create rule r as on insert to t do (select 1; select 2); select 3",
    ["create rule r as on insert to t do (select 1; select 2)", "select 3"],
  ],
  [
    "standard function bodies",
    "create function f() returns int begin atomic select case when true then 1 else 2 end; select 3; end; select 4",
    ["create function f() returns int begin atomic select case when true then 1 else 2 end; select 3; end", "select 4"],
  ],
  ["a transaction block", "begin; select 1; end;", ["begin", "select 1", "end"]],
])("%s", (_, script, expected) => {
  expect(splitSql(script).map((statement) => statement.text)).toEqual(expected);
});

test("the line is that of the first word, not of the comment before it", () => {
  expect(splitSql("-- a\nselect 1;\n\n/* b\n   c */\n  select 2;").map((statement) => statement.line)).toEqual([2, 6]);
});

test("any mix of statements with semicolons in quotes comes apart at the right places", () => {
  const piece = fc.constantFrom(
    "select 1",
    "select ';'",
    "do $$ ; $$",
    'select ";"',
    "select /* ; */ 2",
    "values (1, (2))",
    "select $q$;'$q$",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      expect(splitSql(pieces.join(";\n")).map((statement) => statement.text)).toEqual(pieces);
    }),
  );
});
