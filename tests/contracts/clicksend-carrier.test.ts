import { describe, expect, test } from "vitest";
import type { OutgoingLetter } from "@/lib/domain/hand-over";
import { CLICKSEND_LETTER_MICRO_AUD } from "@/lib/domain/provider-costs";
import { createClickSendCarrier } from "@/lib/integrations/clicksend/carrier";
import { findAddressProblems, toAddressFields } from "@/lib/integrations/clicksend/recipient";
import { CLICKSEND_ACCOUNT, CLICKSEND_RETURN_ADDRESS_ID } from "@/local/providers/clicksend/clicksend";
import { scriptedFetch } from "@/tests/contracts/stand-in";

const letter = (to: Partial<OutgoingLetter["to"]> = {}, body = "Dear Sam,\n\nA letter."): OutgoingLetter => ({
  to: {
    name: "Sam Example",
    company: "Example Pty Ltd",
    line1: "2 Sample Road",
    line2: null,
    city: "Melbourne",
    state: "Victoria",
    postcode: "3000",
    country: "AU",
    ...to,
  },
  returnAddressId: CLICKSEND_RETURN_ADDRESS_ID,
  body,
});

describe("answers of ClickSend a carrier must tell apart", () => {
  const around = (data: unknown, code = 200, word = "SUCCESS") =>
    JSON.stringify({ http_code: code, response_code: word, response_msg: "", data });
  const carrierAnswering = (status: number, body: string) => {
    const fetch: typeof globalThis.fetch = async (input, init) =>
      String(input).includes("/uploads")
        ? scriptedFetch(200, around({ _url: "https://f.example/1.pdf" }))(input, init)
        : scriptedFetch(status, body)(input, init);
    return createClickSendCarrier({ apiKey: CLICKSEND_ACCOUNT, baseUrl: "https://api.example", fetch });
  };
  const recipient = (fields: object) => around({ recipients: [{ message_id: "A", status: "SUCCESS", custom_string: "k", ...fields }] });

  test.each([
    [
      "an address that is none",
      200,
      recipient({ status: "INVALID_RECIPIENT" }),
      { outcome: "refused", cause: "address", isPermanent: true },
    ],
    ["fields missing", 200, recipient({ status: "MISSING_REQUIRED_FIELDS" }), { outcome: "refused", cause: "address" }],
    ["no money", 200, recipient({ status: "INSUFFICIENT_CREDIT" }), { outcome: "refused", cause: "ours", isPermanent: false }],
    ["a status nobody has heard of", 200, recipient({ status: "PONDERING" }), { outcome: "unknown" }],
    ["nobody in it", 200, around({ recipients: [] }), { outcome: "unknown" }],
    ["a refusal inside a 200", 200, around(null, 400, "BAD_REQUEST"), { outcome: "refused", cause: "content" }],
    ["a 200 nobody can read", 200, "<html>", { outcome: "unknown" }],
    ["a proxy's 503", 503, "<html>", { outcome: "unknown" }],
    ["a price as a number", 200, recipient({ post_price: 1.2 }), { outcome: "accepted", costMicroAud: 1_200_000 }],
    ["no price", 200, recipient({}), { outcome: "accepted", costMicroAud: CLICKSEND_LETTER_MICRO_AUD }],
  ])("%s", async (_name, status, body, expected) => {
    expect(await carrierAnswering(status, body).handOver(letter(), "k")).toMatchObject(expected);
  });

  test("a letter that cannot be printed or delivered asks nothing of ClickSend", async () => {
    const never: typeof globalThis.fetch = async () => {
      throw new Error("nothing may be asked");
    };
    const carrier = createClickSendCarrier({ apiKey: CLICKSEND_ACCOUNT, baseUrl: "https://api.example", fetch: never });
    expect(await carrier.handOver(letter({}, "你好"), "k")).toMatchObject({ outcome: "refused", cause: "content", isPermanent: true });
    expect(await carrier.handOver(letter({ postcode: "2000" }), "k")).toMatchObject({
      outcome: "refused",
      cause: "address",
      isPermanent: true,
    });
  });
});

describe("addresses", () => {
  const fieldsOf = (to: Partial<OutgoingLetter["to"]>) => findAddressProblems(letter(to).to).map(({ field }) => field);

  test.each([
    [{}, []],
    [{ state: "vic" }, []],
    [{ city: "Darwin", state: "NT", postcode: "800" }, []],
    [{ state: "ACT", postcode: "2620" }, []],
    [{ country: "NZ", state: "", postcode: "1010" }, []],
    [{ name: " " }, ["name"]],
    [{ line1: "", city: "" }, ["line1", "city"]],
    [{ postcode: "30000" }, ["postcode"]],
    [{ postcode: "2000" }, ["postcode"]],
    [{ state: "Bavaria" }, ["state"]],
    [{ country: "Australia" }, ["country"]],
  ])("%o has problems in %o", (to, fields) => {
    expect(fieldsOf(to)).toEqual(fields);
  });

  test("go out with the state's code, the postcode as four digits and the company where it fits", () => {
    expect(toAddressFields(letter({ state: "Northern Territory", postcode: "800", line2: "Level 2" }).to)).toEqual({
      address_name: "Sam Example, Example Pty Ltd",
      address_line_1: "2 Sample Road",
      address_line_2: "Level 2",
      address_city: "Melbourne",
      address_state: "NT",
      address_postal_code: "0800",
      address_country: "AU",
    });
    expect(toAddressFields(letter({ company: "A".repeat(45) }).to).address_name).toBe("Sam Example");
  });
});
