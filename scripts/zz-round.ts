import { readFileSync } from "node:fs";
import { checkClaims } from "@/lib/engines/grounding/check-claims";
const NOW = new Date("2026-11-23T01:00:00Z");
const FACTS = JSON.parse(readFileSync("tests/fixtures/claims/facts.json","utf8"));
for (const file of process.argv.slice(2)) {
  const isFalse = /f\d*\.txt|false/.test(file);
  const lines = readFileSync(file,"utf8").split("\n").filter(Boolean).map((l)=> l.startsWith("{") ? JSON.parse(l) : {facts:l.slice(0,l.indexOf("|")), text:l.slice(l.indexOf("|")+1)});
  let bad=0; const out:string[]=[];
  for (const {facts,text} of lines) {
    if(!FACTS[facts]) out.push("NO FACTS "+facts);
    const p = checkClaims(text, FACTS[facts]??[], {now:NOW}).unsupported.flatMap(({problems})=>problems);
    if (isFalse ? p.length===0 : p.length>0) { bad++; out.push(`${facts}|${text}${isFalse?"":"\n    -> "+p.join(" | ")}`); }
  }
  console.log(`${file}: ${isFalse?"FALSE PASSED":"TRUE REFUSED"} ${bad}/${lines.length}`); if(out.length) console.log(out.join("\n"));
}
