import { expect, test } from "vitest";
import { webhookInput, webhookUrlProblem } from "@/lib/domain/webhook-events";

const problem = (url: string, allowPrivateHosts = false) => webhookUrlProblem(url, { allowPrivateHosts });

test.each([
  "https://hooks.agency.example/in?key=1",
  "https://xn--bcher-kva.example/",
  "https://hooks.agency.example:443/",
  "https://hooks.agency.example./",
  "https://127.0.0.1.nip.io/", // a public name; where it leads is seen at each delivery
  "HTTPS://Hooks.Agency.Example/",
])("%s may be posted to", (url) => {
  expect(problem(url)).toBeNull();
});

test.each([
  ["http://hooks.agency.example/", /https/],
  ["ftp://hooks.agency.example/", /https/],
  ["gopher://hooks.agency.example/", /https/],
  ["file:///etc/passwd", /https/],
  ["javascript:alert(1)", /https/],
  ["hooks.agency.example", /https/],
  ["https://", /https/],
  ["https://good.example@evil.example/", /user name/],
  ["https://user:password@hooks.agency.example/", /user name/],
  ["https://hooks.agency.example:8443/", /443/],
  ["https://hooks.agency.example:22/", /443/],
  ["https://127.0.0.1/", /IP address/],
  ["https://2130706433/", /IP address/],
  ["https://0177.0.0.1/", /IP address/],
  ["https://0x7f.0.0.1/", /IP address/],
  ["https://0x7f000001/", /IP address/],
  ["https://127.1/", /IP address/],
  ["https://１２７.０.０.１/", /IP address/],
  ["https://8.8.8.8/", /IP address/],
  ["https://169.254.169.254/latest/meta-data/", /IP address/],
  ["https://[::1]/", /IP address/],
  ["https://[::ffff:169.254.169.254]/", /IP address/],
  ["https://localhost/", /public internet/],
  ["https://localhost./", /public internet/],
  ["https://app.localhost/", /public internet/],
  ["https://metadata.google.internal/", /public internet/],
  ["https://redis.railway.internal/", /public internet/],
  ["https://printer.local/", /public internet/],
  ["https://database/", /public internet/],
  ["https:\\\\127.0.0.1\\x", /IP address/],
])("%s is refused", (url, why) => {
  expect(problem(url)).toMatch(why);
});

test("where the app is reachable from this machine alone, its own receivers may be used, with nothing else loosened", () => {
  expect(problem("http://127.0.0.1:4010/hook", true)).toBeNull();
  expect(problem("http://user@127.0.0.1:4010/hook", true)).toMatch(/user name/);
  expect(problem("ftp://127.0.0.1/", true)).toMatch(/https/);
});

test("a webhook listens to something we know", () => {
  const given = { url: " https://hooks.agency.example/ ", description: "", events: ["lead.created"] };
  expect(webhookInput.parse(given)).toMatchObject({ url: "https://hooks.agency.example/" });
  expect(webhookInput.safeParse({ ...given, events: [] }).success).toBe(false);
  expect(webhookInput.safeParse({ ...given, events: ["webhook.test"] }).success).toBe(false);
  expect(webhookInput.safeParse({ ...given, url: "hooks" }).success).toBe(false);
});
