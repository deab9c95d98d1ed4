import "server-only";
import type { ModelSettings } from "@/lib/domain/model-settings";
import { type Models, usualPriceOf } from "@/lib/integrations/anthropic/models";

/** The models of each tier as a deployment names and prices them. */
export function configuredModels({
  ANTHROPIC_FAST_MODEL: fast,
  ANTHROPIC_FAST_PRICE: fastPrice,
  ANTHROPIC_STRONG_MODEL: strong,
  ANTHROPIC_STRONG_PRICE: strongPrice,
}: ModelSettings): Models {
  return {
    fast: { id: fast, price: fastPrice ?? usualPriceOf(fast) },
    strong: { id: strong, price: strongPrice ?? usualPriceOf(strong) },
  };
}
