import type { Route } from "next";
import { expect, test } from "vitest";
import { isCurrentItem } from "@/components/shell/navigation";

const leads = { href: "/dashboard/leads" as Route };
const home = { href: "/dashboard" as Route, isExact: true };

test.each([
  [leads, "/dashboard/leads", true],
  [leads, "/dashboard/leads/42", true],
  [leads, "/dashboard/leads-archive", false],
  [leads, "/dashboard", false],
  [home, "/dashboard", true],
  [home, "/dashboard/leads", false],
])("%o at %s: %s", (item, pathname, isCurrent) => {
  expect(isCurrentItem(item, pathname)).toBe(isCurrent);
});
