"use client";

import { Download } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { Button } from "@/components/ui/button";

/** Downloads what the table shows, over all its pages. */
export function ExportButton() {
  const searchParams = useSearchParams();
  return (
    <Button asChild variant="outline">
      <a href={`/dashboard/leads/export?${searchParams}`} download>
        <Download />
        Export
      </a>
    </Button>
  );
}
