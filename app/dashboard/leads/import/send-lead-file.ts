import { z } from "zod";

const answer = z.union([z.object({ importJobId: z.uuid() }), z.object({ code: z.string(), message: z.string() })]);

export type SentFile = { importJobId: string; message?: never } | { importJobId?: never; message: string };

/** XMLHttpRequest, because fetch does not tell how much of a body is sent. `onProgress` gets bytes. Never rejects. */
export function sendLeadFile(
  file: File,
  { signal, onProgress }: { signal: AbortSignal; onProgress(sent: number): void },
): Promise<SentFile> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/api/imports");
    request.setRequestHeader("content-type", "text/csv");
    request.setRequestHeader("x-file-name", encodeURIComponent(file.name));
    request.upload.onprogress = ({ loaded }) => onProgress(loaded);
    request.onload = () => resolve(read(request.responseText));
    request.onerror = () => resolve({ message: "The connection was lost before the file was complete. Nothing was imported; try again." });
    request.onabort = () => resolve({ message: "The upload was cancelled. Nothing was imported." });
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

function read(text: string): SentFile {
  const parsed = answer.safeParse(parseJson(text));
  if (!parsed.success) return { message: "The file could not be taken in just now. Nothing was imported; try again in a minute." };
  return "importJobId" in parsed.data ? { importJobId: parsed.data.importJobId } : { message: parsed.data.message };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // a proxy's own error page
    throw error;
  }
}
