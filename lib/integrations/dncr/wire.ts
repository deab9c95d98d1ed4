import "server-only";
import { elementsNamed, escapeXml, parseXml, type XmlElement } from "@/lib/integrations/dncr/xml";

/** The account washes are made under; the register's terms make it the business that causes the calls (AU-22). */
export type DncrAccount = {
  /** Digits. */
  telemarketerId: string;
  /** Empty unless the account may only wash. */
  washOnlyUserId: string;
  password: string;
};

export type DncrOperation = "GetAccountBalance" | "WashNumbers" | "GetWashResult";

/** What the register writes for one number, as it came. */
export type WireNumber = { value: string; result: string | undefined; errorCode: string | undefined };

export type WireAnswer = {
  /** Its system code; null where it gave none. */
  code: number | null;
  balance: number | null;
  /** Null when the answer holds no list of numbers at all. */
  numbers: WireNumber[] | null;
  isFault: boolean;
};

const ENVELOPE =
  'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema" ' +
  'xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/" ' +
  'xmlns:rtw="http://rtw.dncrtelem"';
const ENCODING = "http://schemas.xmlsoap.org/soap/encoding/";
/** The register does not publish what it calls its system code and balance; these are the names a server of its kind uses. */
const CODE_NAMES = ["ErrorCode", "SystemCode", "SystemErrorCode", "ReturnCode", "ResultCode", "StatusCode"] as const;
const BALANCE_NAMES = ["AccountBalance", "WashCreditsRemaining", "CreditsRemaining", "Balance"] as const;

/** A SOAP 1.1 RPC/encoded request. The register reads parameters by their order, which is: account, reference, numbers. */
export function washingRequest(
  operation: DncrOperation,
  account: DncrAccount,
  { reference, numbers }: { reference?: string; numbers?: readonly string[] } = {},
): string {
  const parameters = [
    parameter("TelemarketerId", account.telemarketerId),
    parameter("WashOnlyUserId", account.washOnlyUserId),
    parameter("TelemarketerPassword", account.password),
    ...(reference === undefined ? [] : [parameter("ClientReferenceId", reference)]),
    ...(numbers === undefined ? [] : [numbersToWash(numbers)]),
  ];
  return (
    `<?xml version="1.0" encoding="utf-8"?><soapenv:Envelope ${ENVELOPE}><soapenv:Body>` +
    `<rtw:${operation} soapenv:encodingStyle="${ENCODING}">${parameters.join("")}</rtw:${operation}>` +
    "</soapenv:Body></soapenv:Envelope>"
  );
}

/**
 * Reads an answer by local names, wherever they stand.
 * @throws SyntaxError when it is no XML
 */
export function readWashingAnswer(document: string): WireAnswer {
  const root = parseXml(document);
  const lists = elementsNamed(root, "NumbersSubmitted");
  const numbers = lists.flatMap((list) =>
    elementsNamed(list, "Number").map(({ text, attributes }) => ({
      value: text.trim(),
      result: attributes.Result,
      errorCode: attributes.ErrorCode,
    })),
  );
  return {
    code: firstNumber(root, CODE_NAMES),
    balance: firstNumber(root, BALANCE_NAMES),
    numbers: lists.length === 0 ? null : numbers,
    isFault: elementsNamed(root, "Fault").length > 0,
  };
}

function parameter(name: string, value: string): string {
  return `<${name} xsi:type="xsd:string">${escapeXml(value)}</${name}>`;
}

function numbersToWash(numbers: readonly string[]): string {
  const items = numbers.map((number) => parameter("Number", number)).join("");
  return `<NumbersToWash xsi:type="rtw:ArrayOf_xsd_anyType" soapenc:arrayType="xsd:anyType[${numbers.length}]">${items}</NumbersToWash>`;
}

/** The first of these names that holds digits, as an element or as an attribute of one; what stands at a single number is about that number. */
function firstNumber(element: XmlElement, names: readonly string[]): number | null {
  if (element.name === "Number") return null;
  for (const name of names) {
    const value = element.attributes[name] ?? (element.name === name ? element.text : "");
    if (/^\s*-?\d{1,12}\s*$/.test(value)) return Number(value);
  }
  for (const child of element.children) {
    const found = firstNumber(child, names);
    if (found !== null) return found;
  }
  return null;
}
