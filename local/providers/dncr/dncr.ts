import { elementsNamed, parseXml, type XmlElement } from "@/lib/integrations/dncr/xml";
import { balanceAnswer, codeAnswer, faultAnswer, nameOfList, type Washed, washedAnswer, washNumber } from "@/local/providers/dncr/washing";
import type { Answer, Call, Handled, StandIn, StandInContext } from "@/local/providers/stand-in";

/** The account the stand-in knows. It opens nothing else. */
export const DNCR_ACCOUNT = { telemarketerId: "10001", washOnlyUserId: "", password: "local-dncr-pass-phrase" } as const;

type Wash = { numbers: Washed[] };

const PATH = "POST /dncrtelem/rtw/washing.cfc";
const WASH = "wash";
const SUBSCRIBED_WASHES = 1_000_000;
const MOST_NUMBERS = 500;
const XML = "text/xml; charset=utf-8";
const OPERATIONS = ["WashNumbers", "GetWashResult", "GetAccountBalance"] as const;
type OperationName = (typeof OPERATIONS)[number];

/**
 * The Do Not Call Register's washing service. A repeated wash is charged again, as the real one does; `GetWashResult` is free. Told to
 * fail with a status under 100, it answers that system code: 4 is "still running".
 */
export const dncrStandIn: StandIn = {
  name: "dncr",
  prefix: "/dncr",
  credits: SUBSCRIBED_WASHES,
  env: (baseUrl) => ({
    DNCR_BASE_URL: baseUrl,
    DNCR_TELEMARKETER_ID: DNCR_ACCOUNT.telemarketerId,
    DNCR_PASSWORD: DNCR_ACCOUNT.password,
  }),
  play(context) {
    const operations = operationsOf(context);
    return {
      routes: {
        async [PATH](call) {
          if (call.headers.soapaction === undefined) return { answer: xml(500, faultAnswer("no SOAPAction header")) };
          const operation = operationOf(call);
          if (!operation) return { answer: xml(500, faultAnswer("no such operation")) };
          const name = operation.name as OperationName;
          const isNumeric = /^\d+$/.test(text(operation, "TelemarketerId"));
          if (!isNumeric || text(operation, "TelemarketerPassword") === "") return coded(name, 1);
          return isKnownAccount(operation) ? operations[name](operation) : coded(name, 3);
        },
      },
      authenticate: () => undefined, // the account is in the body, and a wrong one is a system code
      failure: (status) => (status < 100 ? xml(200, codeAnswer("GetWashResult", status)) : xml(status, faultAnswer("told to fail"))),
    };
  },
};

function operationsOf({ records, account, now, seed }: StandInContext) {
  async function wash(operation: XmlElement): Promise<Handled> {
    const reference = text(operation, "ClientReferenceId");
    const numbers = elementsNamed(operation, "Number").map((number) => number.text.trim());
    if (numbers.length === 0) return coded("WashNumbers", 1);
    if (numbers.length > MOST_NUMBERS) return { answer: xml(500, faultAnswer(`more than ${MOST_NUMBERS} numbers`)) };
    if (!account.charge(numbers.length)) return coded("WashNumbers", 5);
    const washed = numbers.map((number) => washNumber(number, seed));
    if (reference !== "" && !(await records.insert(WASH, reference, { numbers: washed } satisfies Wash, now()))) {
      await records.update(WASH, reference, { numbers: washed } satisfies Wash);
    }
    return { answer: xml(200, washedAnswer("WashNumbers", washed)), subject: nameOfList(numbers), credits: numbers.length };
  }

  async function result(operation: XmlElement): Promise<Handled> {
    const reference = text(operation, "ClientReferenceId");
    const known = await records.find<Wash>(WASH, reference);
    if (!known) return coded("GetWashResult", 2);
    return { answer: xml(200, washedAnswer("GetWashResult", known.data.numbers)), subject: reference };
  }

  function balance(): Handled {
    const { used, available } = account.usage();
    return { answer: xml(200, balanceAnswer("GetAccountBalance", available - used)) };
  }

  return { WashNumbers: wash, GetWashResult: result, GetAccountBalance: balance } satisfies Record<
    OperationName,
    (operation: XmlElement) => Handled | Promise<Handled>
  >;
}

function operationOf({ raw }: Call): XmlElement | undefined {
  try {
    const body = elementsNamed(parseXml(raw.toString("utf8")), "Body")[0];
    return body?.children.find(({ name }) => (OPERATIONS as readonly string[]).includes(name));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isKnownAccount(operation: XmlElement): boolean {
  return (
    text(operation, "TelemarketerId") === DNCR_ACCOUNT.telemarketerId &&
    text(operation, "WashOnlyUserId") === DNCR_ACCOUNT.washOnlyUserId &&
    text(operation, "TelemarketerPassword") === DNCR_ACCOUNT.password
  );
}

function text(operation: XmlElement, name: string): string {
  return elementsNamed(operation, name)[0]?.text.trim() ?? "";
}

function coded(operation: OperationName, code: number): Handled {
  return { answer: xml(200, codeAnswer(operation, code)) };
}

function xml(status: number, document: string): Answer {
  return { status, bytes: { contentType: XML, data: document } };
}
