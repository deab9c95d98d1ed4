import { describe, expect, test } from "vitest";
import { ProviderError } from "@/lib/errors";
import { linkedinProfiles, WEBSITE_CRAWLER, websiteCrawl } from "@/lib/integrations/apify/actors";
import { apify } from "@/lib/integrations/apify/api";
import { toRunState } from "@/lib/integrations/apify/run";
import { toCrawledPage, toEnrichedPerson } from "@/lib/integrations/apify/transform";
import { apifyWebhook, toFinishedRun, verifyApify } from "@/lib/integrations/apify/webhook";
import { crawledPageItem, linkedinProfileItem } from "@/lib/integrations/apify/wire";
import { scriptedFetch } from "@/tests/contracts/stand-in";

describe("Apify: answers the stand-in never gives", () => {
  test.each([
    [500, "<html>", false],
    [503, "", true],
    [201, "<html>", false],
    [201, '{"data":{}}', false],
  ])("a start answered %i with body %j: retryable %s, no token in the message", async (status, body, retryable) => {
    const api = apify({ apiKey: "secret-token", baseUrl: "https://api.example/v2", fetch: scriptedFetch(status, body) });
    const error = await api.startRun(WEBSITE_CRAWLER, websiteCrawl("https://firm.example")).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ProviderError);
    expect(error).toMatchObject({ retryable });
    expect(String(error)).not.toMatch(/secret-token|firm\.example/);
  });

  test("a look at a run that fails may be repeated", async () => {
    const api = apify({ apiKey: "t", baseUrl: "https://api.example/v2", fetch: scriptedFetch(500, "") });
    await expect(api.getRun("r")).rejects.toMatchObject({ retryable: true });
  });

  test.each(["file:///etc/passwd", "ftp://firm.example", "firm.example", "javascript:alert(1)"])("%s is no website", (url) => {
    expect(() => websiteCrawl(url)).toThrow("https://");
  });

  test("a company page is no profile", () => {
    expect(() => linkedinProfiles(["https://www.linkedin.com/company/firm"])).toThrow("LinkedIn profile");
    expect(linkedinProfiles(["au.linkedin.com/in/René-X/"])).toEqual({ profileUrls: ["https://www.linkedin.com/in/ren%C3%A9-x"] });
  });
});

describe("Apify: in our words", () => {
  test.each([
    ["READY", "running"],
    ["RUNNING", "running"],
    ["TIMING-OUT", "running"],
    ["ABORTING", "running"],
    ["SOMETHING-NEW", "running"],
    ["SUCCEEDED", "succeeded"],
    ["FAILED", "failed"],
    ["ABORTED", "aborted"],
    ["TIMED-OUT", "timed_out"],
    ["TIMED_OUT", "timed_out"],
  ])("%s is %s", (status, state) => {
    expect(toRunState(status)).toBe(state);
  });

  test.each([
    ["5-2021", "2021-05-01"],
    ["12-2021", "2021-12-01"],
    ["May 2021", "2021-05-01"],
    ["September 2021", "2021-09-01"],
    ["2021", "2021-01-01"],
    ["2021-05-17", "2021-05-17"],
    ["13-2021", null],
    ["a while ago", null],
    [null, null],
  ])("a job begun %j began on %j", (jobStartedOn, day) => {
    expect(toEnrichedPerson(linkedinProfileItem.parse({ jobStartedOn })).currentJobStart).toBe(day);
  });

  test("a profile fills what it says and nothing else, and is as sure as its fields", () => {
    const person = toEnrichedPerson(
      linkedinProfileItem.parse({
        linkedinUrl: "https://au.linkedin.com/in/Jane-Doe/",
        firstName: "Jane",
        lastName: " Doe ",
        email: "Jane@Firm.example",
        mobileNumber: "",
        companyName: "Firm",
        companyWebsite: "www.firm.example/home",
        companySize: "1,001-5,000",
        companyFoundedIn: "1998",
        addressWithoutCountry: "Sydney, New South Wales",
        experiences: [{ title: "Director", companyName: "Firm", jobStartedOn: "3-2024", jobStillWorking: true }],
      }),
    );
    expect(person).toMatchObject({
      email: "jane@firm.example",
      emailStatus: "guessed",
      lastName: "Doe",
      title: "Director",
      phone: null,
      linkedinUrl: "https://www.linkedin.com/in/jane-doe",
      city: "Sydney",
      state: "New South Wales",
      currentJobStart: "2024-03-01",
      confidence: 0.75,
      organization: { name: "Firm", domain: "firm.example", employeeCount: 1001, foundedYear: 1998 },
    });
  });

  test("an empty profile is nobody, without an error", () => {
    expect(toEnrichedPerson(linkedinProfileItem.parse({}))).toMatchObject({ email: null, organization: null, confidence: 0 });
  });

  test.each([
    [{ url: "https://a.example", text: "  " }],
    [{ url: "https://a.example", text: null }],
    [{ url: "https://a.example", text: "Not found", crawl: { httpStatusCode: 404 } }],
  ])("a page that says nothing is none: %o", (item) => {
    expect(toCrawledPage(crawledPageItem.parse(item))).toBeNull();
  });

  test.each([
    ["the secret", "s3cret", ["s3cret"], true],
    ["either of two", "old", ["new", "old"], true],
    ["another", "s3creT", ["s3cret"], false],
    ["a part", "s3cre", ["s3cret"], false],
    ["none", null, ["s3cret"], false],
    ["an empty one", "", [""], false],
  ])("%s", (_, header, secrets, isRight) => {
    expect(verifyApify(header, secrets)).toBe(isRight);
  });

  test("events that are not about a run are not", () => {
    const event = { eventType: "ACTOR.BUILD.SUCCEEDED", eventData: { actorRunId: "r" } };
    expect(toFinishedRun(apifyWebhook.parse(event))).toBeNull();
  });
});
