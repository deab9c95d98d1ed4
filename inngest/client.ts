import { Inngest } from "inngest";
import { ProviderErrors } from "@/inngest/provider-errors";

/** Connection settings come from INNGEST_DEV, INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY, which the SDK reads itself. */
export const inngest = new Inngest({ id: "agency-os", middleware: [ProviderErrors], checkpointing: false });
