import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { answerUnsubscribe } from "@/lib/http/answer-unsubscribe";
import { enrol, insertLead, readyClient, TEST_PEPPER, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { fileWorld } from "@/tests/support/file-world";

const world = fileWorld();

const ONE_CLICK = { "content-type": "application/x-www-form-urlencoded" };

async function sentLink(senderName = "Brightwater Digital Pty Ltd") {
  const client = await readyClient(world);
  await world.system.updateTable("clients").set({ legalName: senderName }).where("id", "=", client.clientId).execute();
  const leadId = await insertLead(world, client.clientId);
  const [touchId = "", laterId = ""] = await enrol(world, client, leadId);
  const token = randomBytes(24).toString("base64url");
  await world.system.updateTable("touches").set({ unsubscribeToken: token }).where("id", "=", touchId).execute();
  return { ...client, leadId, touchId, laterId, token };
}

function ask(token: string, init: RequestInit = {}): Promise<Response> {
  const request = new Request(`https://app.example/u/${token}`, init);
  return answerUnsubscribe(request, token, { db: world.system, ctxFor: (id) => world.systemCtx(id), pepper: TEST_PEPPER, nonce: "n0nce" });
}

async function suppressionsOf(clientId: string) {
  return world.system.selectFrom("suppressions").select(["reason", "source", "masked"]).where("clientId", "=", clientId).execute();
}

describe("asking changes nothing", () => {
  test.each(["GET", "HEAD", "OPTIONS"])("%s", async (method) => {
    const { token, clientId, leadId } = await sentLink();
    const answer = await ask(token, { method });
    expect(answer.status).toBe(method === "OPTIONS" ? 204 : 200);
    expect(answer.headers.get("set-cookie")).toBeNull();
    expect(await suppressionsOf(clientId)).toEqual([]);
    const lead = await world.system.selectFrom("leads").select("status").where("id", "=", leadId).executeTakeFirstOrThrow();
    expect(lead.status).toBe("scored");
  });

  test("the page shows a masked address and one button, and runs nothing", async () => {
    const { token, leadId } = await sentLink(`<img src=x onerror="alert(1)"> & Co`);
    const lead = await world.system.selectFrom("leads").selectAll().where("id", "=", leadId).executeTakeFirstOrThrow();
    const answer = await ask(token);
    const text = await answer.text();
    expect(text).toContain(`l•••@${lead.domain}`);
    expect(text).not.toContain(lead.email);
    for (const secret of [lead.firstName, lead.lastName, lead.company]) expect(text).not.toContain(secret ?? "");
    expect(text).toContain("&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; Co");
    expect(text.match(/<button/g)).toHaveLength(1);
    expect(text).not.toMatch(/<script|<img|https?:\/\//);
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
  });
});

describe("posting unsubscribes before the answer", () => {
  test.each<[string, RequestInit, "one_click" | "unsubscribe_page"]>([
    ["one click, URL-encoded", { body: "List-Unsubscribe=One-Click", headers: ONE_CLICK }, "one_click"],
    ["one click, multipart", { body: multipart() }, "one_click"],
    ["the page's own form", { body: new URLSearchParams({ confirm: "yes" }) }, "unsubscribe_page"],
    ["a body nobody understands", { body: "\u0000\u0001", headers: { "content-type": "application/json" } }, "unsubscribe_page"],
    ["no body", {}, "unsubscribe_page"],
    [
      "another site's origin and cookies",
      { body: "List-Unsubscribe=One-Click", headers: { ...ONE_CLICK, origin: "null", cookie: "a=b" } },
      "one_click",
    ],
  ])("%s", async (_, init, source) => {
    const { token, clientId, leadId, laterId } = await sentLink();
    const answer = await ask(token, { method: "POST", ...init });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("location")).toBeNull();
    expect(await suppressionsOf(clientId)).toMatchObject([{ reason: "unsubscribed", source }]);
    const lead = await world.system.selectFrom("leads").select("status").where("id", "=", leadId).executeTakeFirstOrThrow();
    const touch = await world.system.selectFrom("touches").select("state").where("id", "=", laterId).executeTakeFirstOrThrow();
    expect([lead.status, touch.state]).toEqual(["unsubscribed", "cancelled"]);
    if (source === "unsubscribe_page") expect(await answer.text()).toContain("You are unsubscribed");
  });

  test("twice, and twice at once, is once", async () => {
    const { token, clientId } = await sentLink();
    const post = () => ask(token, { method: "POST", body: "List-Unsubscribe=One-Click", headers: ONE_CLICK });
    const answers = await Promise.all([post(), post()]);
    answers.push(await post());
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
    expect(await suppressionsOf(clientId)).toHaveLength(1);
    expect(await (await ask(token)).text()).toContain("You are unsubscribed");
  });

  test("it works when lead, campaign and client are deleted", async () => {
    const { token, clientId, leadId, campaign } = await sentLink();
    const gone = { deletedAt: WEDNESDAY_MORNING };
    await world.system.updateTable("leads").set(gone).where("id", "=", leadId).execute();
    await world.system.updateTable("campaigns").set(gone).where("id", "=", campaign).execute();
    await world.system.updateTable("clients").set(gone).where("id", "=", clientId).execute();
    expect((await ask(token, { method: "POST" })).status).toBe(200);
    expect(await suppressionsOf(clientId)).toHaveLength(1);
  });

  test("a link of one client suppresses at that client only", async () => {
    const [mine, other] = [await sentLink(), await sentLink()];
    await ask(mine.token, { method: "POST" });
    expect(await suppressionsOf(other.clientId)).toEqual([]);
  });
});

test("what we did not issue is one and the same 404, whatever is wrong with it", async () => {
  const { token, clientId } = await sentLink();
  const wrong = [
    token.slice(0, -1),
    `${token}A`,
    token.slice(0, 10),
    randomBytes(24).toString("base64url"),
    "' or 1=1 --",
    "x".repeat(5000),
  ];
  const bodies = new Set<string>();
  for (const method of ["GET", "POST"]) {
    for (const bad of wrong) {
      const answer = await answerUnsubscribe(new Request("https://app.example/u/x", { method }), bad, {
        db: world.system,
        ctxFor: (id) => world.systemCtx(id),
        pepper: TEST_PEPPER,
        nonce: "n0nce",
      });
      expect(answer.status).toBe(404);
      bodies.add(JSON.stringify([await answer.text(), [...answer.headers]]));
    }
  }
  expect(bodies.size).toBe(1);
  expect(await suppressionsOf(clientId)).toEqual([]);
});

function multipart(): FormData {
  const form = new FormData();
  form.set("List-Unsubscribe", "One-Click");
  return form;
}
