import { caps, otherCaps, spacing } from "./checks/capacity";
import { doubleSends } from "./checks/double-sends";
import { credits, imports, meetings } from "./checks/ledgers";
import { certificates, inbound, outbox, sending } from "./checks/loose-ends";
import { lostLeads } from "./checks/lost-leads";
import { optOuts } from "./checks/opt-outs";
import { sendingWindow } from "./checks/sending-window";
import { sendsAfterStop } from "./checks/stops";
import type { Check, Evidence, Invariant } from "./evidence";

const CHECKS: readonly Check[] = [
  doubleSends,
  sendsAfterStop,
  sendingWindow,
  caps,
  otherCaps,
  spacing,
  optOuts,
  certificates,
  credits,
  imports,
  lostLeads,
  meetings,
  outbox,
  inbound,
  sending,
];

/**
 * Checks what must hold of one client whatever happened to the processes: over the product's database and the market's own record,
 * with rules worked out anew where the product has its own (windows, holidays, limits).
 */
export async function checkInvariants(evidence: Evidence): Promise<Invariant[]> {
  const found: Invariant[] = [];
  for (const { name, find } of CHECKS) {
    const violations = await find(evidence);
    found.push({ name, violations: violations.toSorted((a, b) => (a < b ? -1 : 1)) });
  }
  return found;
}
