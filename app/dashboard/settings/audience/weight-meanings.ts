import type { Component } from "@/lib/domain/scoring";

/** What each part of a lead's score looks at, beside its name. */
export const WEIGHT_MEANINGS: Readonly<Record<Component, string>> = {
  data_quality: "A verified address, a number, a profile",
  authority: "How senior the person is, and whether in the right role",
  company_fit: "Industry, size and place against this page",
  timing: "A new job, hiring, funding and other signs",
  risk: "Nothing that speaks against writing to them",
};
