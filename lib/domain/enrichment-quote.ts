/** What a run of enrichment comes to before it begins. Money in integer micro-dollars AUD. */
export type EnrichmentQuote = {
  leads: number;
  /** How many of them may be looked for in Clay. */
  toClay: number;
  /** One a lead that can be used; a miss takes none. */
  fewestCredits: number;
  mostCredits: number;
  lowMicroAud: number;
  /** What it costs at worst, and what the run stops at. */
  ceilingMicroAud: number;
};

/** The same for an uploaded file, with the credits there are for it. */
export type ImportQuote = EnrichmentQuote & { creditsLeft: number };
