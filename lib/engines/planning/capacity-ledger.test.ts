import { addMinutes, subMinutes } from "date-fns";
import { expect, test } from "vitest";
import type { ResourceCapacity } from "@/lib/db/queries/resource-capacity";
import type { MailHost } from "@/lib/domain/mail-hosts";
import { CapacityLedger } from "@/lib/engines/planning/capacity-ledger";
import { ALLOWED_AT } from "@/tests/support/allowed-facts";
import { someResource } from "@/tests/support/some-resource";

const AT = ALLOWED_AT;
const mailboxes = (...changes: Partial<ResourceCapacity>[]) =>
  changes.map((change, at) => someResource({ id: `mailbox-${at}`, label: `${at}`, ...change }));

/** Which of the mailboxes starts a thread with somebody whose mail `host` takes. */
function chosen(host: MailHost | null, ...changes: Partial<ResourceCapacity>[]): string | null {
  const resources = mailboxes(...changes);
  return new CapacityLedger(resources, []).chooseSender(
    resources.map(({ id }) => id),
    AT,
    host,
  );
}

const used = (count: number) => ({ used: { "2026-03-04": count } });

test.each([
  ["the one with most room left", null, [used(3), used(1), used(2)], "mailbox-1"],
  ["of equals the first by name", null, [{ label: "b" }, { label: "a" }], "mailbox-1"],
  [
    "one that the recipient's own service runs, though another has more room",
    "microsoft",
    [{}, { mailHost: "microsoft", ...used(9) }],
    "mailbox-1",
  ],
  ["nobody's match: the most room", "google", [used(1), { mailHost: "microsoft" }], "mailbox-1"],
  ["a service nobody knows is no match", "other", [{}, { mailHost: "other", ...used(1) }], "mailbox-0"],
  ["not a match without room", "google", [used(5), { mailHost: "google", ...used(30) }], "mailbox-0"],
  ["not a match one would have to wait for", "google", [{}, { mailHost: "google", nextFreeAt: addMinutes(AT, 5) }], "mailbox-0"],
  [
    "a match that has been free for a while",
    "google",
    [{ nextFreeAt: subMinutes(AT, 9) }, { mailHost: "google", nextFreeAt: subMinutes(AT, 1) }],
    "mailbox-1",
  ],
  ["not a match that is paused", "google", [{}, { mailHost: "google", pausedAt: AT }], "mailbox-0"],
] satisfies [string, MailHost | null, Partial<ResourceCapacity>[], string][])("%s", (_what, host, changes, expected) => {
  expect(chosen(host, ...changes)).toBe(expected);
});
