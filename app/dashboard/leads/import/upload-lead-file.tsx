"use client";

import { Upload } from "lucide-react";
import { useRouter } from "next/navigation";
import { type DragEvent, useEffect, useEffectEvent, useRef, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Progress } from "@/components/ui/progress";
import { MAX_IMPORT_BYTES, MAX_IMPORT_ROWS } from "@/lib/domain/lead-import";
import { cn } from "@/lib/ui/cn";
import { formatCount } from "@/lib/ui/format-number";
import { sendLeadFile } from "./send-lead-file";

type Sending = { name: string; size: number; sent: number; controller: AbortController };

/** Choose or drop a CSV; it is sent with a progress bar and leads on to its columns. */
export function UploadLeadFile() {
  const router = useRouter();
  const picker = useRef<HTMLInputElement>(null);
  const [sending, setSending] = useState<Sending | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isOver, setIsOver] = useState(false);

  useEffect(() => {
    if (!sending) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [sending]);

  const upload = async (file: File | undefined) => {
    if (!file || sending) return;
    const refused = reasonToRefuse(file);
    setProblem(refused);
    if (refused) return;
    const controller = new AbortController();
    setSending({ name: file.name, size: file.size, sent: 0, controller });
    const result = await sendLeadFile(file, {
      signal: controller.signal,
      onProgress: (sent) => setSending((current) => current && { ...current, sent }),
    });
    setSending(null);
    if (result.importJobId) {
      router.push(`/dashboard/leads/import/${result.importJobId}`);
    } else {
      setProblem(result.message ?? null);
      router.refresh(); // the list below shows the refused file
    }
  };
  /** Empties the picker, so that a file is sent once, and the same one can be chosen again. */
  const takeFromPicker = (input: HTMLInputElement | null) => {
    const file = input?.files?.[0];
    if (input) input.value = "";
    void upload(file);
  };
  const takeEarlyFile = useEffectEvent(() => takeFromPicker(picker.current));
  // A file chosen before this page's scripts ran: its change event reached nobody.
  useEffect(() => takeEarlyFile(), []);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    void upload(event.dataTransfer.files[0]);
  };

  return (
    <div className="grid gap-3">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way to do what the button inside does */}
      <div
        className={cn(
          "grid min-h-52 place-content-center justify-items-center gap-3 rounded-lg border border-dashed bg-card p-6 text-center",
          isOver && "border-primary bg-primary/5",
        )}
        onDragOver={(event) => {
          event.preventDefault();
          setIsOver(true);
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={drop}
      >
        {sending ? (
          <UploadProgress sending={sending} />
        ) : (
          <>
            <p className="text-base font-medium">Drop a CSV here</p>
            <p className="text-muted-foreground">
              Up to {MAX_IMPORT_BYTES / 1024 / 1024} MB and {formatCount(MAX_IMPORT_ROWS)} rows, the first row naming the columns.
            </p>
            <input
              ref={picker}
              type="file"
              accept=".csv,.tsv,.txt,text/csv"
              className="sr-only"
              tabIndex={-1}
              aria-label="Lead file"
              onChange={(event) => takeFromPicker(event.target)}
            />
            <Button size="lg" onClick={() => picker.current?.click()}>
              <Upload />
              Choose a file
            </Button>
          </>
        )}
      </div>
      {problem ? (
        <Alert tone="danger" title="The file was not taken in">
          {problem}
        </Alert>
      ) : null}
    </div>
  );
}

function UploadProgress({ sending }: { sending: Sending }) {
  const isSent = sending.sent >= sending.size;
  return (
    <div className="grid w-80 max-w-full gap-3">
      <p className="truncate font-medium">{sending.name}</p>
      <Progress value={isSent ? undefined : sending.sent} max={sending.size} label={`Uploading ${sending.name}`} />
      <p className="text-muted-foreground tabular-nums" role="status">
        {isSent ? "Reading the rows" : `${megabytes(sending.sent)} of ${megabytes(sending.size)} MB`}
      </p>
      <Button variant="outline" onClick={() => sending.controller.abort()}>
        Cancel
      </Button>
    </div>
  );
}

/** What can be said before anything is sent; the server checks again. */
function reasonToRefuse(file: File): string | null {
  if (/\.(xlsx?|ods|numbers)$/i.test(file.name)) {
    return "This is a spreadsheet, not CSV. In Excel choose File, Save as, “CSV UTF-8 (Comma delimited)”, and upload that file.";
  }
  if (file.size === 0) return "The file is empty. Upload a CSV whose first row names the columns.";
  if (file.size <= MAX_IMPORT_BYTES) return null;
  return `The file has ${megabytes(file.size)} MB; the most is ${MAX_IMPORT_BYTES / 1024 / 1024} MB. Remove columns you do not need or split it.`;
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}
