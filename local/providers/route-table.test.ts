import { describe, expect, test } from "vitest";
import { routeTable } from "@/local/providers/route-table";

const run = () => ({ answer: { status: 200 } });
const find = routeTable({
  "GET /people/{id}": run,
  "GET /people/me": run,
  "POST /people": run,
  "POST /Accounts/{account}/Messages.json": run,
  "GET /v{version}/x": run,
});

describe("a table of routes", () => {
  test.each([
    ["GET", "/people/12", "GET /people/{id}", { id: "12" }],
    ["GET", "/people/a%20b", "GET /people/{id}", { id: "a b" }],
    ["GET", "/people/%", "GET /people/{id}", { id: "%" }],
    ["GET", "/people/me", "GET /people/me", {}],
    ["POST", "/Accounts/AC1/Messages.json", "POST /Accounts/{account}/Messages.json", { account: "AC1" }],
    ["GET", "/v3/x", "GET /v{version}/x", { version: "3" }],
  ])("%s %s", (method, path, operation, params) => expect(find(method, path)).toEqual({ operation, run, params }));

  test.each([
    ["PUT", "/people/12"],
    ["GET", "/people"],
    ["GET", "/people/12/more"],
    ["POST", "/Accounts/AC1/MessagesXjson"],
    ["GET", "/before/people/12"],
  ])("%s %s is not in it", (method, path) => expect(find(method, path)).toBeUndefined());
});
