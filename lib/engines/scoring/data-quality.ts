import "server-only";
import type { ScoreReason } from "@/lib/domain/scoring";
import type { ScorableLead } from "@/lib/engines/scoring/lead";
import { line } from "@/lib/engines/scoring/line";

const UNVERIFIED_POINTS = { catch_all: 5, guessed: 3, unknown: 2, invalid: 0 } as const;
const UNVERIFIED_TEXT = {
  catch_all: "The company's mail server accepts every address, so this one cannot be confirmed",
  guessed: "E-mail address was guessed from the company's pattern",
  unknown: "E-mail address could not be verified",
  invalid: "E-mail address does not exist",
} as const;

/** Can we reach this person at all? At most 20 points (domain.md 2.1). */
export function scoreDataQuality(lead: ScorableLead): ScoreReason[] {
  return [email(lead), phone(lead), linkedin(lead), personalEmail(lead)];
}

function email({ email, email_status: status, email_verified: isVerified }: ScorableLead): ScoreReason {
  const at = { maximum: 8, field: "email" };
  if (!email) return line("data_quality", { ...at, points: 0, reason: "No e-mail address" });
  const verdict = { ...at, field: "email_status" };
  if (status === "invalid") return line("data_quality", { ...verdict, points: 0, reason: UNVERIFIED_TEXT.invalid });
  if (isVerified) return line("data_quality", { ...at, field: "email_verified", points: 8, reason: "E-mail address is verified" });
  if (status === "verified") return line("data_quality", { ...verdict, points: 8, reason: "E-mail address is verified" });
  if (status) return line("data_quality", { ...verdict, points: UNVERIFIED_POINTS[status], reason: UNVERIFIED_TEXT[status] });
  return line("data_quality", { ...verdict, points: 4, reason: "E-mail address is not verified yet", unknown: true });
}

function phone(lead: ScorableLead): ScoreReason {
  if (!lead.phone) return line("data_quality", { points: 0, maximum: 6, field: "phone", reason: "No phone number" });
  if (lead.phone_verified)
    return line("data_quality", { points: 6, maximum: 6, field: "phone_verified", reason: "Phone number is verified" });
  return line("data_quality", { points: 3, maximum: 6, field: "phone_verified", reason: "Phone number is not verified" });
}

function linkedin(lead: ScorableLead): ScoreReason {
  const found = Boolean(lead.linkedin_url);
  return line("data_quality", {
    points: found ? 4 : 0,
    maximum: 4,
    field: "linkedin_url",
    reason: found ? "LinkedIn profile is known" : "No LinkedIn profile",
  });
}

function personalEmail(lead: ScorableLead): ScoreReason {
  const found = Boolean(lead.personal_email);
  return line("data_quality", {
    points: found ? 2 : 0,
    maximum: 2,
    field: "personal_email",
    reason: found ? "Personal e-mail address is known" : "No personal e-mail address",
  });
}
