import { readFileSync } from "node:fs";
import { classifyReply } from "@/lib/engines/replies/classify-reply";
import { findWithdrawal } from "@/lib/engines/replies/find-withdrawal";

for (const [file, want] of [
  ["/tmp/ev/opt_yes.txt", true],
  ["/tmp/ev/opt_no.txt", false],
] as const) {
  const lines = readFileSync(file, "utf8").trim().split("\n");
  let bad = 0;
  for (const l of lines) {
    const w = findWithdrawal(l, { channel: "email", machine: false });
    if (Boolean(w && (want || !w.onlyChannels.length)) !== want || (want && w!.onlyChannels.length)) {
      bad++;
      console.log(want ? "MISSED" : "FALSE", l, w?.reason ?? "");
    } else if (!want && process.env.SHOW) {
      const r = classifyReply({ channel: "email", subject: "Re: x", body: l }, { now: new Date("2026-11-22") });
      console.log(r.intent.padEnd(16), r.confidence, l, r.by);
    }
  }
  console.log(file, lines.length - bad, "/", lines.length);
}
