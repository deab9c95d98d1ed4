"use client";

import { NativeSelect } from "@/components/ui/native-select";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { LEAD_FIELD_NAMES, LEAD_FIELDS } from "@/lib/domain/lead-columns";
import { type ColumnMapping, CUSTOM_PREFIX } from "@/lib/domain/lead-import";

const LEAVE_OUT = "";
const KEEP = "custom";

type ColumnTableProps = {
  header: readonly string[];
  preview: readonly (readonly string[])[];
  mapping: ColumnMapping;
  onChange(mapping: ColumnMapping): void;
};

/** A row per column of the file: its name, what stands in the first rows, and what it means. */
export function ColumnTable({ header, preview, mapping, onChange }: ColumnTableProps) {
  const fieldOf = new Map(Object.entries(mapping).map(([field, column]) => [column, field]));
  return (
    <Table>
      <TableHeader>
        <TableRow>
          <TableHead>Column in the file</TableHead>
          <TableHead>First {preview.length} rows</TableHead>
          <TableHead className="w-72">Read as</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {header.map((column, index) => {
          const field = fieldOf.get(column) ?? LEAVE_OUT;
          return (
            <TableRow key={column}>
              <TableCell className="font-medium">{column}</TableCell>
              <TableCell className="max-w-md text-xs text-muted-foreground">
                <ol>
                  {preview.map((row, position) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file are told apart by where they stand
                    <li key={position} className="truncate">
                      {row[index] || "–"}
                    </li>
                  ))}
                </ol>
              </TableCell>
              <TableCell>
                <NativeSelect
                  aria-label={`${column} is read as`}
                  value={field.startsWith(CUSTOM_PREFIX) ? KEEP : field}
                  onChange={(event) => onChange(withColumn(mapping, column, event.target.value))}
                >
                  <option value={LEAVE_OUT}>Leave out</option>
                  {LEAD_FIELD_NAMES.map((name) => (
                    <option key={name} value={name}>
                      {LEAD_FIELDS[name].label}
                      {mapping[name] !== undefined && mapping[name] !== column ? ` (now ${mapping[name]})` : ""}
                    </option>
                  ))}
                  <option value={KEEP}>Keep as a field of our own</option>
                </NativeSelect>
              </TableCell>
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}

/** The mapping with a column read as something else; a field that another column had moves here. */
function withColumn(mapping: ColumnMapping, column: string, meaning: string): ColumnMapping {
  const others = Object.fromEntries(Object.entries(mapping).filter(([, name]) => name !== column));
  if (meaning === LEAVE_OUT) return others;
  return { ...others, [meaning === KEEP ? `${CUSTOM_PREFIX}${column}` : meaning]: column };
}
