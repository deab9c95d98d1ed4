import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ACTIVITY_ACTIONS } from "@/lib/domain/activities";

const MIGRATIONS = "supabase/migrations";

test("the table takes exactly these words", () => {
  const sql = readdirSync(MIGRATIONS)
    .sort()
    .map((name) => readFileSync(`${MIGRATIONS}/${name}`, "utf8"))
    .join("\n");
  const [list] = [...sql.matchAll(/activities_action_check check \(action in \(([^)]*)\)/g)].at(-1)?.slice(1) ?? [];
  const accepted = [...(list ?? "").matchAll(/'(\w+)'/g)].map(([, word]) => word);
  expect([...ACTIVITY_ACTIONS].toSorted((a, b) => a.localeCompare(b))).toEqual(accepted.toSorted((a = "", b = "") => a.localeCompare(b)));
});
