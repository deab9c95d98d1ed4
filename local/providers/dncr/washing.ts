import { createHash } from "node:crypto";
import { parseAustralianNumber } from "@/lib/domain/phone";
import { escapeXml } from "@/lib/integrations/dncr/xml";
import { seeded } from "@/local/providers/seeded";

export type Washed = { value: string; result: "Y" | "N" | "I" };

/** Share of numbers on the register: people's mobiles, and landlines of people who work at home. */
const REGISTERED = { mobile: 0.08, landline: 0.02 } as const;

const SOAP = "http://schemas.xmlsoap.org/soap/envelope/";
const ENCODING = "http://schemas.xmlsoap.org/soap/encoding/";

/** What the register knows of a number; the same for every caller, whatever they called it before. */
export function washNumber(value: string, seed: string): Washed {
  const number = /^[\d\s()-]+$/.test(value) ? parseAustralianNumber(value) : null;
  if (number === null || number.national !== value.replace(/\D/g, "")) return { value, result: "I" };
  const share = number.kind === "mobile" ? REGISTERED.mobile : number.kind === "landline" ? REGISTERED.landline : 0;
  return { value, result: seeded(seed, "register", number.e164).chance(share) ? "Y" : "N" };
}

/** The answer to a wash that was made. */
export function washedAnswer(operation: string, washed: readonly Washed[]): string {
  const numbers = washed.map(({ value, result }) => `<Number Result="${result}" ErrorCode="0">${escapeXml(value)}</Number>`).join("");
  return answer(operation, `<NumbersSubmitted>${numbers}</NumbersSubmitted>`);
}

export function codeAnswer(operation: string, code: number): string {
  return answer(operation, `<ErrorCode>${code}</ErrorCode>`);
}

export function balanceAnswer(operation: string, balance: number): string {
  return answer(operation, `<ErrorCode>0</ErrorCode><AccountBalance>${balance}</AccountBalance>`);
}

/** What a ColdFusion service says when it falls over. */
export function faultAnswer(what: string): string {
  return envelope(
    `<soapenv:Fault><faultcode>soapenv:Server.userException</faultcode><faultstring>coldfusion.xml.rpc.CFCInvocationException: ${escapeXml(what)}</faultstring></soapenv:Fault>`,
  );
}

/** A short name for a list of numbers, for the log. */
export function nameOfList(numbers: readonly string[]): string {
  return `${numbers.length} numbers ${createHash("sha256").update(numbers.join()).digest("hex").slice(0, 8)}`;
}

function answer(operation: string, content: string): string {
  return envelope(
    `<rtw:${operation}Response xmlns:rtw="http://rtw.dncrtelem" soapenv:encodingStyle="${ENCODING}">` +
      `<${operation}Return>${content}</${operation}Return></rtw:${operation}Response>`,
  );
}

function envelope(body: string): string {
  return `<?xml version="1.0" encoding="utf-8"?><soapenv:Envelope xmlns:soapenv="${SOAP}"><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`;
}
