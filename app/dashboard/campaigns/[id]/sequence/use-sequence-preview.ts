"use client";

import { useEffect, useState } from "react";
import { previewSequenceAction } from "@/app/dashboard/campaigns/actions";
import type { SequencePreviewInput } from "@/lib/domain/campaign-requests";
import type { SequencePreview } from "@/lib/engines/campaigns/preview-sequence";

/** One typed word, not one letter. */
const PAUSE_MS = 400;

type Typed = SequencePreviewInput["steps"];
type PreviewOptions = { campaignId: string; steps: readonly Typed[number][]; initialPreview: SequencePreview };

/** The steps as they stand, rendered by the server each time the typing pauses. An answer that was overtaken is dropped. */
export function useSequencePreview({ campaignId, steps, initialPreview }: PreviewOptions): {
  preview: SequencePreview;
  isChecking: boolean;
} {
  const typed = JSON.stringify(
    steps.map(({ channel, purpose, subjectTemplate, bodyTemplate }) => ({ channel, purpose, subjectTemplate, bodyTemplate })),
  );
  const [checked, setChecked] = useState({ typed, preview: initialPreview });

  useEffect(() => {
    if (typed === checked.typed) return;
    let isOvertaken = false;
    const timer = setTimeout(async () => {
      const result = await previewSequenceAction({ campaignId, steps: JSON.parse(typed) as Typed }).catch(() => undefined);
      if (isOvertaken) return;
      // Without an answer the last preview stays; saving checks everything again.
      setChecked((current) => ({ typed, preview: result?.data ?? current.preview }));
    }, PAUSE_MS);
    return () => {
      isOvertaken = true;
      clearTimeout(timer);
    };
  }, [campaignId, typed, checked.typed]);

  return { preview: checked.preview, isChecking: typed !== checked.typed };
}
