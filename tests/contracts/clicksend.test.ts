import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { OutgoingLetter } from "@/lib/domain/hand-over";
import { type ClickSend, clickSend } from "@/lib/integrations/clicksend/api";
import { createClickSendCarrier } from "@/lib/integrations/clicksend/carrier";
import { composeLetterPdf } from "@/lib/integrations/clicksend/letter-pdf";
import { letterToEvents } from "@/lib/integrations/clicksend/transform";
import { CLICKSEND_ACCOUNT, CLICKSEND_RETURN_ADDRESS_ID, clicksendStandIn } from "@/local/providers/clicksend/clicksend";
import { readPdf } from "@/local/providers/clicksend/read-pdf";
import type { Contact, Reaction } from "@/local/providers/recipients";
import { hasContracts, readContract, readSamples, watchedFetch } from "@/tests/contracts/contract";
import { scriptedFetch } from "@/tests/contracts/stand-in";
import { startToldProduct } from "@/tests/contracts/told-product";

const BASE = "/clicksend/v3";
const START = new Date("2026-11-24T02:00:00Z");
const DAY = 86_400_000;
const SEND = "POST /post/letters/send";

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

describe.skipIf(!hasContracts)("ClickSend: our client and the stand-in keep the contract", () => {
  const contract = hasContracts ? readContract("clicksend") : null;
  let product: Awaited<ReturnType<typeof startToldProduct>>;
  let react: (contact: Contact) => readonly Reaction[] = () => [];
  let watch: ReturnType<typeof watchedFetch>;
  let api: ClickSend;
  let carrier: ReturnType<typeof createClickSendCarrier>;

  beforeAll(async () => {
    product = await startToldProduct(clicksendStandIn, { start: START, react: (contact) => react(contact) });
  });
  afterAll(() => product.close());
  beforeEach(() => {
    react = () => [];
    watch = watchedFetch(contract, BASE);
    const access = { apiKey: CLICKSEND_ACCOUNT, baseUrl: product.baseUrl, fetch: watch.fetch };
    api = clickSend(access);
    carrier = createClickSendCarrier(access);
  });
  afterEach(async () => {
    await product.control("POST", "/reset");
    expect(watch.problems).toEqual([]);
  });

  test("a letter is uploaded, printed and posted, and reaches the person days later", async () => {
    const outcome = await carrier.handOver(letter(), "touch-1");
    expect(outcome).toEqual({
      outcome: "accepted",
      reference: expect.stringMatching(/^[0-9A-F-]{36}$/),
      costMicroAud: 590_000,
      response: "SUCCESS",
    });
    const stateOf = async () => (await api.listLetters()).letters.find(({ key }) => key === "touch-1");
    expect(await stateOf()).toMatchObject({ status: "Waiting for production", state: "queued", costMicroAud: 590_000, addedAt: START });
    await product.pass(3 * DAY);
    const posted = await stateOf();
    expect(posted).toMatchObject({ status: "Sent", state: "sent" });
    expect(posted && letterToEvents(posted, product.now())).toEqual([
      {
        kind: "delivery",
        reference: outcome.outcome === "accepted" ? outcome.reference : "",
        state: "sent",
        code: null,
        isPermanent: null,
        costMicroAud: 590_000,
        at: product.now(),
      },
    ]);
    await product.pass(7 * DAY);
    expect(product.reached).toEqual([
      expect.objectContaining({
        channel: "mail",
        act: "letter",
        to: "Sam Example, Example Pty Ltd, 2 Sample Road, 3000",
        text: "Dear Sam,\n\nA letter.",
      }),
    ]);
    expect(await stateOf()).toMatchObject({ state: "sent" });
  });

  test("the file that was posted is the letter", async () => {
    const outcome = await carrier.handOver(letter(), "touch-file");
    const id = outcome.outcome === "accepted" ? outcome.reference : "";
    const root = product.baseUrl.slice(0, -BASE.length);
    const file = await fetch(`${root}/_control/clicksend/letters/${id}.pdf`);
    expect(readPdf(Buffer.from(await file.arrayBuffer())).text).toBe("Dear Sam,\n\nA letter.");
  });

  test("a letter whose answer was lost is found again by our key, and was posted once", async () => {
    await product.fail({ operation: SEND, kind: "answer_lost" });
    expect(await carrier.handOver(letter(), "touch-2")).toMatchObject({ outcome: "unknown" });
    expect(await carrier.reconcile("touch-2", letter())).toMatchObject({
      outcome: "accepted",
      response: "found Waiting for production",
      costMicroAud: 590_000,
    });
    await product.fail({ operation: SEND, kind: "drop" });
    expect(await carrier.handOver(letter(), "touch-3")).toMatchObject({ outcome: "unknown" });
    expect(await carrier.reconcile("touch-3", letter())).toEqual({ outcome: "not_found" });
    const { letters } = await api.listLetters();
    expect(letters.filter(({ key }) => key === "touch-2")).toHaveLength(1);
  });

  test("the history is read to its end, page by page", async () => {
    const fileUrl = await api.uploadLetter(composeLetterPdf("Hi"));
    const { to, returnAddressId } = letter();
    const post = (index: number) => api.sendLetter({ fileUrl, to, returnAddressId, key: `many-${index}` });
    await post(0);
    await Promise.all(Array.from({ length: 104 }, (_, index) => post(index + 1)));
    expect(await carrier.reconcile("many-0", letter())).toMatchObject({ outcome: "accepted" });
    expect((await api.listLetters({ page: 2 })).letters.length).toBeGreaterThan(4);
  });

  test("what the printer could not make is refused for good", async () => {
    const outcome = await carrier.handOver(letter(), "touch-4");
    await product.control("POST", `/clicksend/letters/${outcome.outcome === "accepted" ? outcome.reference : ""}/fail`);
    expect(await carrier.reconcile("touch-4", letter())).toEqual({
      outcome: "refused",
      cause: "content",
      isPermanent: true,
      response: "Failed",
    });
    const failed = (await api.listLetters()).letters.find(({ key }) => key === "touch-4");
    expect(failed && letterToEvents(failed, START)).toEqual([expect.objectContaining({ state: "failed", code: "Failed" })]);
  });

  test.each([
    ["upload refused for the moment", "POST /uploads", { kind: "status", status: 429 }, { outcome: "refused", cause: "moment" }],
    ["upload lost", "POST /uploads", { kind: "answer_lost" }, { outcome: "refused", cause: "moment" }],
    ["upload failed", "POST /uploads", { kind: "status", status: 500 }, { outcome: "refused", cause: "moment" }],
    ["send refused for the moment", SEND, { kind: "status", status: 429 }, { outcome: "refused", cause: "moment" }],
    ["send failed inside", SEND, { kind: "status", status: 500 }, { outcome: "unknown" }],
    ["key taken away", SEND, { kind: "status", status: 401 }, { outcome: "refused", cause: "ours" }],
    ["body not taken", SEND, { kind: "status", status: 400 }, { outcome: "refused", cause: "content", isPermanent: true }],
  ])("%s", async (_name, operation, fault, expected) => {
    await product.fail({ operation, ...fault });
    const outcome = await carrier.handOver(letter(), "touch-fault");
    expect(outcome).toMatchObject(expected);
    expect(outcome.response).not.toMatch(/Sam|Sample|3000/);
  });

  test("a price costs nothing and says whether the address is taken, inside an answer that is a success", async () => {
    const fileUrl = await api.uploadLetter(composeLetterPdf("Hi"));
    const before = await api.getBalance();
    const { to, returnAddressId } = letter();
    expect(await api.priceLetter({ fileUrl, to, returnAddressId, key: "quote" })).toEqual({
      reference: null,
      key: "quote",
      status: "SUCCESS",
      pages: 1,
      costMicroAud: 590_000,
    });
    const nowhere = { ...to, country: "DE", postcode: "10115", state: "BE" };
    expect(await api.priceLetter({ fileUrl, to: nowhere, returnAddressId, key: "quote" })).toMatchObject({ status: "COUNTRY_NOT_ENABLED" });
    expect(await api.getBalance()).toBe(before);
    await api.sendLetter({ fileUrl, to, returnAddressId, key: "paid" });
    expect(await api.getBalance()).toBeCloseTo((before ?? 0) - 0.59, 6);
  });

  test("a country ClickSend does not post to, an unknown return address and an empty account are told apart", async () => {
    const abroad = letter({ country: "DE", postcode: "10115", state: "BE" });
    expect(await carrier.handOver(abroad, "k")).toMatchObject({ outcome: "refused", cause: "address", response: "COUNTRY_NOT_ENABLED" });
    expect(await carrier.handOver({ ...letter(), returnAddressId: "no" }, "k")).toMatchObject({ outcome: "refused", cause: "ours" });
    await product.control("PUT", "/credits", { provider: "clicksend", used: 1_000_000 });
    expect(await carrier.handOver(letter(), "k")).toMatchObject({ cause: "ours", isPermanent: false, response: "INSUFFICIENT_CREDIT" });
  });

  test("return addresses are made, read, listed and deleted; ids are text, the zero of a postcode stays", async () => {
    const made = await api.createReturnAddress({ ...letter().to, company: null, city: "Darwin", state: "nt", postcode: "0800" });
    expect(made).toMatchObject({ id: "2", state: "NT", postcode: "0800", line2: null });
    expect(await api.getReturnAddress(made.id)).toEqual(made);
    expect((await api.listReturnAddresses()).addresses.map(({ id }) => id)).toEqual(["1", "2"]);
    expect(await carrier.handOver({ ...letter(), returnAddressId: made.id }, "from-darwin")).toMatchObject({ outcome: "accepted" });
    await api.deleteReturnAddress(made.id);
    expect((await api.listReturnAddresses()).addresses.map(({ id }) => id)).toEqual(["1"]);
    await expect(api.getReturnAddress("99")).rejects.toMatchObject({ status: 404, retryable: false });
  });

  test("a file that is no PDF is not taken, a wrong key opens nothing, and what is not played says so", async () => {
    await expect(api.uploadLetter(Buffer.from("hello"))).rejects.toMatchObject({ status: 400, retryable: false });
    const wrong = clickSend({ apiKey: { ...CLICKSEND_ACCOUNT, apiKey: "no" }, baseUrl: product.baseUrl, fetch: watch.fetch });
    await expect(wrong.getBalance()).rejects.toMatchObject({
      status: 401,
      retryable: false,
      message: expect.stringContaining("UNAUTHORIZED"),
    });
    const authorization = `Basic ${Buffer.from(Object.values(CLICKSEND_ACCOUNT).join(":")).toString("base64")}`;
    expect((await fetch(`${product.baseUrl}/sms/send`, { method: "POST", headers: { authorization } })).status).toBe(501);
  });

  test("post that comes back does so unseen: the history says sent all the same", async () => {
    react = ({ at }) => [{ kind: "returned", at }];
    await carrier.handOver(letter(), "touch-returned");
    await product.pass(10 * DAY);
    expect((await api.listLetters()).letters.find(({ key }) => key === "touch-returned")).toMatchObject({ state: "sent" });
  });
});

describe.skipIf(!hasContracts)("ClickSend: every sample parses", () => {
  const samples = hasContracts ? readSamples("clicksend") : {};
  const access = (status: number, name: string) => ({
    apiKey: CLICKSEND_ACCOUNT,
    baseUrl: "https://api.example",
    fetch: scriptedFetch(status, JSON.stringify(samples[name])),
  });
  const toSend = (key: string) => ({ fileUrl: "https://f.example/x.pdf", to: letter().to, returnAddressId: "1", key });

  test("answers", async () => {
    const sent = { status: "SUCCESS", reference: "4A0E8D5C-0000-4000-8000-000000000001", pages: 1, costMicroAud: 590_000 };
    expect(await clickSend(access(200, "letters-send.response.json")).sendLetter(toSend("activity_a1"))).toEqual({
      ...sent,
      key: "activity_a1",
    });
    const oneFailed = clickSend(access(200, "letters-send-one-failed.response.json"));
    expect(await oneFailed.sendLetter(toSend("activity_a1"))).toMatchObject({ status: "SUCCESS" });
    expect(await oneFailed.sendLetter(toSend("activity_a2"))).toMatchObject({ status: "INVALID_RECIPIENT" });
    expect(await clickSend(access(200, "letters-history.response.json")).listLetters()).toEqual({
      letters: [
        {
          reference: sent.reference,
          key: "activity_a1",
          status: "Sent",
          state: "sent",
          costMicroAud: 590_000,
          addedAt: new Date(1_768_440_600_000),
        },
      ],
      lastPage: 1,
    });
    const refused = clickSend(access(401, "error-401.json")).getBalance();
    await expect(refused).rejects.toMatchObject({ status: 401, retryable: false });
  });

  test("none is left out", () => {
    const read = ["error-401.json", "letters-history.response.json", "letters-send-one-failed.response.json", "letters-send.response.json"];
    expect(Object.keys(samples).sort((a, b) => a.localeCompare(b))).toEqual(read);
  });
});
