import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { HUNTER_CREDIT_MICRO_AUD } from "@/lib/domain/provider-costs";
import { type Hunter, hunter } from "@/lib/integrations/hunter/api";
import { domainSearchAnswer, finderAnswer, verifierAnswer } from "@/lib/integrations/hunter/wire";
import type { DirectoryPerson, MailboxTruth } from "@/local/providers/directory";
import { HUNTER_KEY } from "@/local/providers/hunter";
import { hasContracts, readContract, readSamples, watchedFetch } from "@/tests/contracts/contract";
import { scriptedFetch, startStandIn } from "@/tests/contracts/stand-in";

const BASE = "/hunter/v2";
/** `<truth>@known.example` is an address whose end is known; `claimed@` asked not to be processed. */
const directory = {
  findPersonByEmail(email: string): DirectoryPerson | undefined {
    const [name = "", domain] = email.split("@");
    if (domain !== "known.example") return undefined;
    return name === "claimed" ? { email, isClaimed: true } : { email, mailbox: name.split(".")[0] as MailboxTruth };
  },
  findCompanyByDomain: () => undefined,
};

describe.skipIf(!hasContracts)("Hunter: our client and the stand-in keep the contract", () => {
  let standIn: Awaited<ReturnType<typeof startStandIn>>;
  const contract = hasContracts ? readContract("hunter") : null;
  let watch: ReturnType<typeof watchedFetch>;
  let api: Hunter;

  beforeAll(async () => {
    standIn = await startStandIn(directory);
  });
  afterAll(() => standIn.close());
  beforeEach(() => {
    watch = watchedFetch(contract, BASE);
    api = hunter({ apiKey: HUNTER_KEY, baseUrl: standIn.url + BASE, fetch: watch.fetch });
  });
  afterEach(async () => {
    await standIn.control("POST", "/reset");
    expect(watch.problems).toEqual([]);
  });

  test.each([
    ["valid", "verified"],
    ["invalid", "invalid"],
    ["accept_all", "catch_all"],
    ["unknown", "unknown"],
    ["webmail", "unknown"],
    ["disposable", "invalid"],
  ])("%s is %s to us", async (status, emailStatus) => {
    const email = `${status}@known.example`;
    const answer = await api.verifyEmail(email);
    expect(answer).toMatchObject({ outcome: "checked", email, emailStatus, costMicroAud: HUNTER_CREDIT_MICRO_AUD });
  });

  test("a person who asked not to be processed is to be suppressed, at no cost", async () => {
    expect(await api.verifyEmail("claimed@known.example")).toEqual({ outcome: "suppress", costMicroAud: 0 });
  });

  test("some verifications are still running or hit a bad server; the repeat answers and is charged once", async () => {
    const emails = Array.from({ length: 300 }, (_, index) => `someone${index}@place${index}.example`);
    const first = await Promise.all(emails.map((email) => api.verifyEmail(email)));
    const unfinished = emails.filter((_, index) => first[index]?.outcome !== "checked");
    expect(first.map(({ outcome }) => outcome)).toContain("running");
    expect(first.map(({ outcome }) => outcome)).toContain("later");
    const second = await Promise.all(unfinished.map((email) => api.verifyEmail(email)));
    expect(second.every(({ outcome }) => outcome === "checked")).toBe(true);
    expect((await api.getAccount()).credits?.used).toBe(300);
    const invalid = [...first, ...second].filter((answer) => answer.outcome === "checked" && answer.emailStatus === "invalid");
    expect(invalid.length).toBeGreaterThan(5);
    expect(invalid.length).toBeLessThan(40);
  });

  test("the finder finds by name and domain, or finds nothing at no cost", async () => {
    const found = await api.findEmail({ domain: "known.example", firstName: "valid", lastName: "person" });
    expect(found).toMatchObject({ outcome: "found", email: "valid.person@known.example", emailStatus: "verified" });
    const none = await api.findEmail({ domain: "known.example", firstName: "invalid", lastName: "person" });
    expect(none).toEqual({ outcome: "none", costMicroAud: 0 });
    expect((await api.getAccount()).credits?.used).toBe(1);
  });

  test("a domain's addresses, ten to a credit", async () => {
    const searches = await Promise.all(Array.from({ length: 20 }, (_, index) => api.searchDomain(`crew${index}.example`)));
    const some = searches.find(({ emails }) => emails.length > 0);
    expect(some).toMatchObject({ costMicroAud: HUNTER_CREDIT_MICRO_AUD, pattern: "{first}.{last}" });
    expect(some?.emails[0]).toMatchObject({ isGeneric: false, email: expect.stringContaining("@crew") });
    expect(searches.find(({ emails }) => emails.length === 0)).toMatchObject({ costMicroAud: 0 });
  });

  test.each([
    [{ status: 402 }, { retryable: true, retryAfterMs: 3_600_000 }],
    [{ status: 403 }, { retryable: true, retryAfterMs: 60_000 }],
    [{ status: 429 }, { retryable: true, retryAfterMs: 60_000 }],
    [
      { status: 429, retryAfterSeconds: 3 },
      { retryable: true, retryAfterMs: 3_000 },
    ],
    [{ status: 400 }, { retryable: false }],
    [{ status: 401 }, { retryable: false }],
  ])("%o", async (fault, expected) => {
    await standIn.fail({ provider: "hunter", operation: "GET /email-finder", kind: "status", ...fault });
    const call = api.findEmail({ domain: "known.example", firstName: "valid", lastName: "person" });
    await expect(call).rejects.toMatchObject({ provider: "hunter", status: fault.status, ...expected });
  });

  test("a wrong key is not tried again", async () => {
    const wrong = hunter({ apiKey: "nope", baseUrl: standIn.url + BASE, fetch: watch.fetch });
    await expect(wrong.getAccount()).rejects.toMatchObject({ status: 401, retryable: false });
  });

  test("an address that is none is the caller's mistake", async () => {
    await expect(api.verifyEmail("not an address")).rejects.toMatchObject({ status: 400, retryable: false });
  });
});

describe.skipIf(!hasContracts)("Hunter: every sample parses", () => {
  const samples = hasContracts ? readSamples("hunter") : {};
  const answering = (status: number, name: string) =>
    hunter({ apiKey: "k", baseUrl: "https://api.example", fetch: scriptedFetch(status, JSON.stringify(samples[name])) });

  test("answers", async () => {
    expect(verifierAnswer.parse(samples["email-verifier.response.json"]).data.status).toBe("accept_all");
    expect(finderAnswer.parse(samples["email-finder-none.response.json"]).data.email).toBeNull();
    expect(domainSearchAnswer.parse(samples["domain-search.response.json"]).data.emails).toHaveLength(1);
    const query = { domain: "example.com", firstName: "Sam", lastName: "Example" };
    const found = await answering(200, "email-finder.response.json").findEmail(query);
    expect(found).toMatchObject({
      outcome: "found",
      email: "sam@example.com",
      emailStatus: "verified",
      title: "Founder",
      company: "Example Agency",
    });
    expect(await answering(200, "email-finder-none.response.json").findEmail(query)).toEqual({ outcome: "none", costMicroAud: 0 });
    const { emails } = await answering(200, "domain-search.response.json").searchDomain("example.com");
    expect(emails).toEqual([expect.objectContaining({ email: "sam@example.com", emailStatus: "verified", title: "Founder" })]);
  });

  test.each([
    ["error-400.json", 400, false, "wrong_params"],
    ["error-429.json", 429, true, "too_many_requests"],
  ])("%s", async (name, status, retryable, detail) => {
    await expect(answering(status, name).getAccount()).rejects.toMatchObject({
      status,
      retryable,
      message: expect.stringContaining(detail),
    });
  });
});
