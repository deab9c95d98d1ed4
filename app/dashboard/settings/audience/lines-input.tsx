"use client";

import { type ComponentProps, useState } from "react";
import { Textarea } from "@/components/ui/textarea";

type LinesInputProps = Omit<ComponentProps<typeof Textarea>, "value" | "onChange"> & {
  lines: readonly string[];
  onLines: (lines: string[]) => void;
};

/** A list typed one entry a line. Keeps what was typed as it is; hands out the entries without blanks. */
export function LinesInput({ lines, onLines, ...props }: LinesInputProps) {
  const [text, setText] = useState(lines.join("\n"));
  return (
    <Textarea
      {...props}
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        onLines(event.target.value.split("\n").flatMap((line) => line.trim() || []));
      }}
    />
  );
}
