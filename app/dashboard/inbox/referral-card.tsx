"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { decideReferralAction } from "@/app/dashboard/inbox/actions";
import { runChangeOrToast } from "@/app/dashboard/leads/run-change";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Input } from "@/components/ui/input";

type ReferralCardProps = { referral: { id: string; name: string | null; email: string | null; role: string | null; quote: string } };

/** Somebody they named. Nothing is sent to them before a person records why they may be written to. */
export function ReferralCard({ referral }: ReferralCardProps) {
  const router = useRouter();
  const [email, setEmail] = useState(referral.email ?? "");
  const [isPending, startChange] = useTransition();
  const decide = (decision: "add" | "dismiss") =>
    startChange(async () => {
      let leadId: string | null = null;
      const isDone = await runChangeOrToast(
        decideReferralAction({ referralId: referral.id, decision, email: decision === "add" && email ? email : null }),
        (data) => {
          leadId = data.leadId;
          return decision === "add" ? "Added, held until a consent basis is recorded" : "Let go";
        },
      );
      if (isDone && leadId) router.push(`/dashboard/leads/${leadId}` as Route);
    });
  return (
    <Card>
      <CardHeader>
        <CardTitle>They named somebody</CardTitle>
      </CardHeader>
      <CardContent className="grid gap-3">
        <p className="font-medium">{[referral.name, referral.role].filter(Boolean).join(", ") || "No name given"}</p>
        <p className="text-xs wrap-anywhere text-muted-foreground">“{referral.quote}”</p>
        <Input
          aria-label="Their address"
          type="email"
          placeholder="name@company.com.au"
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <div className="flex flex-wrap gap-2">
          <Button isPending={isPending} disabled={email.trim() === ""} onClick={() => decide("add")}>
            Add as a held lead
          </Button>
          <Button variant="ghost" disabled={isPending} onClick={() => decide("dismiss")}>
            Let go
          </Button>
        </div>
        <p className="text-xs text-muted-foreground">Nothing is sent to them until you record why they may be written to.</p>
      </CardContent>
    </Card>
  );
}
