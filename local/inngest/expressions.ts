import { type ASTNode, TypeError as CelTypeError, Environment, EvaluationError, type ParseResult } from "@marcbachmann/cel-js";
import type { AppEvent } from "./model";

/** What a CEL expression may read: the run's first event and, for waits and cancellations, the candidate event. */
export type ExpressionScope = { event: AppEvent; async?: AppEvent };

/** An `event.… == async.…` term that every match must satisfy; lets the executor look up instead of evaluating each subscription. */
export type JoinPaths = { event: string[]; async: string[] };

const environment = new Environment({ unlistedVariablesAreDyn: true });
const parsed = new Map<string, ParseResult>();

/** Parses once per text. @throws the library's ParseError with a message that points into the text */
export function parseExpression(expression: string): ParseResult {
  let result = parsed.get(expression);
  if (!result) {
    result = environment.parse(expression);
    parsed.set(expression, result);
  }
  return result;
}

/** True when there is no expression or it evaluates to `true`; a missing field or a type clash means "no match". */
export function isMatch(expression: string | undefined, scope: ExpressionScope): boolean {
  return expression === undefined || evaluate(expression, scope) === true;
}

/** The value of a flow-control key as text; undefined when there is no expression or it cannot be evaluated on this event. */
export function evaluateKey(expression: string | undefined, scope: ExpressionScope): string | undefined {
  if (expression === undefined) return undefined;
  const value = evaluate(expression, scope);
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value, (_, part) => (typeof part === "bigint" ? Number(part) : part));
}

/** The first equality between an `event` path and an `async` path among the top-level `&&` terms, if there is one. */
export function findJoinPaths(expression: string): JoinPaths | undefined {
  const visit = (node: ASTNode): JoinPaths | undefined => {
    if (node.op === "&&") return visit(node.args[0]) ?? visit(node.args[1]);
    if (node.op !== "==") return undefined;
    const [left, right] = [pathOf(node.args[0]), pathOf(node.args[1])];
    if (left?.[0] === "event" && right?.[0] === "async") return { event: left.slice(1), async: right.slice(1) };
    if (left?.[0] === "async" && right?.[0] === "event") return { event: right.slice(1), async: left.slice(1) };
    return undefined;
  };
  return visit(parseExpression(expression).ast);
}

/** The value at a path of own properties, or undefined. */
export function readPath(root: unknown, path: readonly string[]): unknown {
  let value = root;
  for (const name of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

function evaluate(expression: string, scope: ExpressionScope): unknown {
  try {
    return parseExpression(expression)(scope);
  } catch (error) {
    if (error instanceof EvaluationError || error instanceof CelTypeError) return undefined;
    throw error;
  }
}

function pathOf(node: ASTNode): string[] | undefined {
  if (node.op === "id") return [node.args];
  if (node.op !== ".") return undefined;
  const parent = pathOf(node.args[0]);
  return parent && [...parent, node.args[1]];
}
