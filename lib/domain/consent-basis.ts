/** Why an address may be contacted (Spam Act 2003 Sch 2). */
export const CONSENT_BASES = ["express", "inferred_relationship", "inferred_publication"] as const;
export type ConsentBasisName = (typeof CONSENT_BASES)[number];

export const CONSENT_BASIS_LABELS: Readonly<Record<ConsentBasisName, { label: string; needs: string }>> = {
  express: { label: "They agreed to hear from us", needs: "a date, and a note or page that shows how they agreed" },
  inferred_relationship: {
    label: "They are a customer or have a business relationship with us",
    needs: "a date and a note on the relationship",
  },
  inferred_publication: {
    label: "Their address is published with their role",
    needs:
      "the page on their own company's site, the date it was read, their role, why the offer is relevant to that role, and that no statement there refuses offers",
  },
};
