import { Pool } from "pg";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { dispatchTouch } from "@/lib/engines/dispatch/dispatch-touch";
import { MAIL_SCHEMA } from "@/local/mail/schema";
import { MARKET_SCHEMA } from "@/local/market/schema";
import {
  enrol,
  insertLead,
  type ReadyClient,
  readyClient,
  TEST_PEPPER,
  type TestWorld,
  testSenderOptions,
  testWorld,
  WEDNESDAY_MORNING,
} from "@/tests/support/factories";
import { FakeCarrier } from "@/tests/support/fake-carrier";
import type { Evidence } from "./evidence";
import { checkInvariants } from "./invariants";

export type SentTouch = { leadId: string; email: string; touchId: string; laterTouchId: string; messageId: string };

/** A product database with a client that has sent, and the market's record of it, for planting what must not happen. */
export class DemoWorld {
  #world: TestWorld | undefined;
  #local: Pool | undefined;
  #client: ReadyClient | undefined;

  constructor() {
    beforeAll(async () => {
      this.#world = await testWorld();
      this.#local = new Pool({ connectionString: this.#world.localUrl, max: 2 });
      await this.#local.query(MAIL_SCHEMA + MARKET_SCHEMA);
    });
    beforeEach(async () => {
      this.#client = await readyClient(this.world);
    });
    afterAll(async () => {
      await this.local.end();
      await this.world.close();
    });
  }

  get world(): TestWorld {
    if (!this.#world) throw new Error("the world is not there yet");
    return this.#world;
  }

  get local(): Pool {
    if (!this.#local) throw new Error("the world is not there yet");
    return this.#local;
  }

  get client(): ReadyClient {
    if (!this.#client) throw new Error("the client is not there yet");
    return this.#client;
  }

  get db() {
    return this.world.system;
  }

  evidence(now = WEDNESDAY_MORNING): Evidence {
    return { product: this.db, local: this.local, clientId: this.client.clientId, now, pepper: TEST_PEPPER };
  }

  /** What one check found. @throws when there is no such check */
  async found(name: string, now = WEDNESDAY_MORNING): Promise<string[]> {
    const check = (await checkInvariants(this.evidence(now))).find((invariant) => invariant.name === name);
    if (!check) throw new Error(`there is no check called ${name}`);
    return check.violations;
  }

  /** A lead whose first step left as the product sends, and arrived in the market. */
  async send(now = WEDNESDAY_MORNING, overrides: Record<string, unknown> = {}): Promise<SentTouch> {
    const { world, client } = this;
    const leadId = await insertLead(world, client.clientId, overrides);
    const [touchId = "", laterTouchId = ""] = await enrol(world, client, leadId, now);
    const ctx = world.systemCtx(client.clientId, now);
    const result = await dispatchTouch(ctx, { touchId, resourceId: client.mailbox }, testSenderOptions(new FakeCarrier()));
    if (result.outcome !== "sent") throw new Error(`not sent: ${JSON.stringify(result)}`);
    const touch = await this.db.selectFrom("touches").select("messageId").where("id", "=", touchId).executeTakeFirstOrThrow();
    const lead = await this.db.selectFrom("leads").select("email").where("id", "=", leadId).executeTakeFirstOrThrow();
    const sent = { leadId, email: lead.email, touchId, laterTouchId, messageId: touch.messageId ?? "" };
    await this.arrive(sent, now);
    await this.local.query("insert into mail.transactions (message_id, mail_from, recipients, received_at) values ($1, $2, $3, $4)", [
      ...[sent.messageId, await this.mailbox(), [sent.email], now],
    ]);
    return sent;
  }

  /** A message lies in somebody's mailbox. */
  async arrive({ email, messageId }: { email: string; messageId: string }, now = WEDNESDAY_MORNING): Promise<void> {
    await this.local.query("insert into market.people (email) values ($1) on conflict do nothing", [email]);
    await this.local.query(
      `insert into market.received (mail_id, email, message_id, ordinal, mailbox, sender_name, mail_from, subject, received_at, raw)
       values (gen_random_uuid(), $1, $2, 1, $3, '', $3, '', $4, '')`,
      [email, messageId, await this.mailbox(), now],
    );
  }

  async mailbox(): Promise<string> {
    const row = await this.db.selectFrom("resources").select("label").where("id", "=", this.client.mailbox).executeTakeFirstOrThrow();
    return row.label;
  }

  /** Changes a touch behind the product's back. */
  async tamper(touchId: string, change: Record<string, unknown>): Promise<void> {
    await this.db.updateTable("touches").set(change).where("id", "=", touchId).execute();
  }
}
