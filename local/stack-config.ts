import { z } from "zod";

/** Everything the processes of one local stack have to agree on; chosen by whoever starts it. */
export const stackConfig = z.object({
  clockUrl: z.string(),
  seed: z.number().int(),
  appUrl: z.string(),
  databaseUrl: z.string(),
  localDatabaseUrl: z.string(),
  ports: z.object({
    app: z.number().int(),
    postgres: z.number().int(),
    supabase: z.number().int(),
    inngest: z.number().int(),
    upstash: z.number().int(),
    smtp: z.number().int(),
    mail: z.number().int(),
    providers: z.number().int(),
    market: z.number().int(),
    sites: z.number().int(),
  }),
});
export type StackConfig = z.infer<typeof stackConfig>;
export type PortName = keyof StackConfig["ports"];

/** The ports a stack takes when they are free. */
export const USUAL_PORTS: StackConfig["ports"] = {
  app: 3000,
  postgres: 54322,
  supabase: 54321,
  inngest: 8288,
  upstash: 8079,
  smtp: 1025,
  mail: 8025,
  providers: 8100,
  market: 8200,
  sites: 8300,
};

/** Keys of the stand-ins: loopback only, so they protect nothing and are the same everywhere. */
export const LOCAL_KEYS = {
  supabasePublishable: "sb_publishable_local-only",
  supabaseSecret: "sb_secret_local-only",
  upstashToken: "local-only",
  postmarkUser: "inbound",
  postmarkPassword: "local-only-inbound",
  bookingSecret: "local-only-bookings",
  secretsKey: "bG9jYWwtb25seS1rZXktbmV2ZXItZGVwbG95LXRoaXM=",
  suppressionPepper: "local-only-pepper",
} as const;
